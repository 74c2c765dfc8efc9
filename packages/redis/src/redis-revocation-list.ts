import { hash } from 'node:crypto';
import { type Clock, checkOptionTypes, type RevocationList } from '@countersign/core';
import { inTime, linkTo, QUESTIONS_OF_ITS_OWN } from './link.ts';
import { onceConnected } from './once-connected.ts';
import { completeRedisOptions, type RedisOptions, skewMilliseconds } from './redis-options.ts';
import { replicas } from './replicas.ts';
import { type ServerInfo, serverInfo, serverInspector } from './server-info.ts';

export interface RedisRevocationListOptions extends RedisOptions {
  readonly clock?: Clock | undefined;
  /**
   * How far the clocks of two machines may be apart, in seconds, before a revoked token may be accepted by the slower
   * one. Revocations are kept for so long after their end. Default 600.
   */
  readonly clockSkewSeconds?: number | undefined;
}

export interface RedisRevocationList extends RevocationList {
  revoke(tokenId: string, until: number): Promise<void>;
  isRevoked(tokenId: string): Promise<boolean>;
}

/** Revokes, or prolongs a revocation; never shortens one. */
const REVOKE = `
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
return 1
`;

/**
 * A revocation list in Redis, for any number of machines: what one revokes, none accepts from its next request on.
 *
 * It remembers what Redis does. A Redis that is restarted without its data, emptied, or replaced by a replica that
 * lags behind, accepts revoked tokens again until they expire: run it with `appendonly yes` and `maxmemory-policy
 * noeviction` (`onWarning` says where it is not), and set `minReplicas` where a replica may take over.
 *
 * @throws TypeError when an option is unusable.
 */
export function redisRevocationList(options: RedisRevocationListOptions): RedisRevocationList {
  const redis = completeRedisOptions(options);
  checkOptionTypes(options, { clock: 'function' });
  const { clock = Date.now } = options;
  const keptAfter = skewMilliseconds(options.clockSkewSeconds);
  const link = linkTo(redis);
  const inspect = serverInspector({
    ...redis,
    durable: true,
    otherwise: 'a revoked token may be accepted again',
  });
  const asking = linkTo({ ...redis, maxPending: QUESTIONS_OF_ITS_OWN });
  const server = onceConnected(link.connection, async (): Promise<ServerInfo> => {
    const info = await serverInfo(asking, asking.deadline());
    inspect(info);
    return info;
  });
  const { wait, suffice, lacking } = replicas(redis);

  async function ask(...commands: string[][]): Promise<unknown[]> {
    const deadline = link.deadline();
    if (!server.known) await inTime(deadline, server.get());
    link.enter();
    return link.ask(commands, deadline, 1);
  }

  function keyOf(tokenId: string): string {
    if (typeof tokenId !== 'string' || tokenId === '')
      throw new TypeError('a token id is a string, not empty');
    // Of one length, whatever a token calls itself.
    return `${redis.prefix}revoked:${hash('sha256', tokenId, 'base64url')}`;
  }

  return {
    async revoke(tokenId, until) {
      if (!Number.isFinite(until)) throw new TypeError('a revocation ends at milliseconds since the epoch');
      const lifetime = Math.max(0, Math.ceil(until - clock())) + keptAfter;
      const [kept, acknowledged] = await ask(
        ['EVAL', REVOKE, '1', keyOf(tokenId), String(lifetime)],
        ...wait,
      );
      if (Number(kept) !== 1) throw new Error('Redis did not keep a revocation');
      if (!suffice(acknowledged)) throw new Error(lacking);
    },
    async isRevoked(tokenId) {
      const [found] = await ask(['EXISTS', keyOf(tokenId)]);
      const count = Number(found);
      if (count !== 0 && count !== 1) throw new Error('Redis did not say whether a token was revoked');
      return count === 1;
    },
  };
}
