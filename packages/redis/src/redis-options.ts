import { checkOptionTypes } from '@countersign/core';
import type { RedisClient } from './client.ts';
import { type WarningHandler, warnProcess } from './warn.ts';

/** How Redis is reached, and what is kept under. */
export interface RedisClientOptions {
  /**
   * A client of ioredis or node-redis for one server; the caller makes it, connects it, and listens to its errors.
   * Nothing is sent while it has no connection, whatever its offline queue is set to. Give the replay guard a client
   * of its own where `minReplicas` is set: `WAIT` holds up whatever else the connection is used for.
   */
  readonly client: RedisClient;
  /** What every key begins with. Default `countersign:`. Applications with accounts of their own need one each. */
  readonly prefix?: string | undefined;
  /** How long Redis may take, in milliseconds, the wait for a connection included. Default 1000. */
  readonly timeoutMilliseconds?: number | undefined;
  /**
   * How many answers may be outstanding, those included that nobody waits for any more; past it every question is
   * refused at once. Default 10,000.
   */
  readonly maxPending?: number | undefined;
}

/** What may be asked of a server that must not forget. */
export interface RedisOptions extends RedisClientOptions {
  /**
   * How many replicas must have acknowledged a write before it counts (`WAIT`), within half of `timeoutMilliseconds`.
   * Default 0: none is waited for.
   */
  readonly minReplicas?: number | undefined;
  /**
   * Refuse to answer while the server's `maxmemory-policy` is not `noeviction`. Default false: `onWarning` is told.
   */
  readonly requireNoEviction?: boolean | undefined;
  /** Told what is wrong with the server, in words, once until it changes. Default: a process warning. */
  readonly onWarning?: WarningHandler | undefined;
}

type Complete<O> = { readonly [N in keyof O]-?: NonNullable<O[N]> };
export type CompleteRedisOptions = Complete<RedisOptions>;

/** @throws TypeError naming the option that is unusable. */
export function completeClientOptions(options: RedisClientOptions): Complete<RedisClientOptions> {
  checkOptionTypes(options, { prefix: 'string' });
  const { client, prefix = 'countersign:', timeoutMilliseconds = 1000, maxPending = 10_000 } = options;
  // Node's timers take no more milliseconds than this.
  if (!Number.isFinite(timeoutMilliseconds) || timeoutMilliseconds < 1 || timeoutMilliseconds > 2 ** 31 - 1) {
    throw new TypeError('timeoutMilliseconds must be a number of milliseconds, 1 or more, such as 1000');
  }
  if (!Number.isSafeInteger(maxPending) || maxPending < 1) {
    throw new TypeError('maxPending must be a whole number of answers, 1 or more, such as 10000');
  }
  return { client, prefix, timeoutMilliseconds, maxPending };
}

/** @throws TypeError naming the option that is unusable. */
export function completeRedisOptions(options: RedisOptions): CompleteRedisOptions {
  checkOptionTypes(options, { requireNoEviction: 'boolean', onWarning: 'function' });
  const { minReplicas = 0, requireNoEviction = false, onWarning = warnProcess } = options;
  if (!Number.isSafeInteger(minReplicas) || minReplicas < 0) {
    throw new TypeError('minReplicas must be a whole number of replicas, 0 or more, such as 1');
  }
  return { ...completeClientOptions(options), minReplicas, requireNoEviction, onWarning };
}

/**
 * How much longer something is kept than this machine's clock says, so that the clock of another may be behind.
 * More than none, so that nothing is forgotten before it is kept.
 * @throws TypeError for what is no number of seconds.
 */
export function skewMilliseconds(clockSkewSeconds = 600): number {
  if (!Number.isFinite(clockSkewSeconds) || clockSkewSeconds < 0) {
    throw new TypeError('clockSkewSeconds must be a number of seconds, 0 or more, such as 600');
  }
  return Math.ceil(clockSkewSeconds * 1000) + 1;
}
