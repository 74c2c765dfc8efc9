import { hash } from 'node:crypto';
import { type Clock, checkOptionTypes, type ReplayGuard } from '@countersign/core';
import { claimBatches } from './claim-batches.ts';
import { claimMemory } from './claim-memory.ts';
import { linkTo, QUESTIONS_OF_ITS_OWN } from './link.ts';
import { completeRedisOptions, type RedisOptions, skewMilliseconds } from './redis-options.ts';
import { replicas } from './replicas.ts';
import { serverInspector } from './server-info.ts';
import { warn } from './warn.ts';

export interface RedisReplayGuardOptions extends RedisOptions {
  /** This machine's clock. A test's clock that is behind the real one moves back since when Redis counts as remembering. */
  readonly clock?: Clock | undefined;
  /**
   * How far the clocks of two machines may be apart, in seconds, before a digest may be accepted once by each. Claims
   * are kept for so long after they can no longer be accepted here. Default 600: one may be five minutes ahead of the
   * right time, and another five minutes behind.
   */
  readonly clockSkewSeconds?: number | undefined;
}

export interface RedisReplayGuard extends ReplayGuard {
  /**
   * Resolves once Redis may be asked, for an application that wants to know before it listens. There is no need to
   * wait for it: claims do.
   * @throws what would make a claim throw: no connection, no answer in time, or a server that may evict and must not
   */
  ready(): Promise<void>;
}

/** @throws TypeError naming the option that is unusable. The state of the server is not looked at here: a claim throws for it. */
export function redisReplayGuard(options: RedisReplayGuardOptions): RedisReplayGuard {
  const redis = completeRedisOptions(options);
  checkOptionTypes(options, { clock: 'function' });
  const { clock = Date.now } = options;
  if (!Number.isFinite(clock())) throw new TypeError('clock must give milliseconds since the epoch');
  const keptAfter = skewMilliseconds(options.clockSkewSeconds);
  const link = linkTo(redis);
  const markerKey = `${redis.prefix}remembered-since`;
  let highestSeed = 0;
  const memory = claimMemory({
    link: linkTo({ ...redis, maxPending: QUESTIONS_OF_ITS_OWN }),
    markerKey,
    inspect: serverInspector({ ...redis, otherwise: 'a request may be accepted twice', durable: false }),
    highestSeed: () => highestSeed,
    onForgotten: (since) => warn(redis.onWarning, forgotten(since)),
  });
  const enough = replicas(redis);
  const claim = claimBatches({ link, memory, markerKey, replicas: enough });
  const used = `${redis.prefix}used:`;

  return {
    async claim(key, acceptableUntil, { account, seed }) {
      if (!isTime(seed) || !isTime(acceptableUntil)) {
        throw new TypeError('seed and acceptableUntil must be milliseconds since the epoch');
      }
      // More than none, whatever the clock says: what is not remembered must not be fresh.
      const lifetime = Math.max(0, Math.ceil(acceptableUntil - clock())) + keptAfter;
      const { place, answers } = claim(used + nameOf(account, key), lifetime);
      const { fresh, acknowledged, since } = await answers;
      if (!fresh[place]) return 'seen';
      if (!acknowledged) throw new Error(enough.lacking);
      // Held up on the way until it could no longer be accepted, a claim may come after the one before it was forgotten.
      const inTime = clock() <= acceptableUntil;
      if (!inTime || seed < since + testClockBehind(clock)) return 'too-old';
      highestSeed = Math.max(highestSeed, seed);
      return 'fresh';
    },
    async ready() {
      await memory.get();
    },
  };
}

/** What is kept of a digest and its account: of one length, and not to be read back. A collision refuses. */
function nameOf(account: string, key: string): string {
  // The length keeps account and key apart, whatever characters they hold. 22 characters are 132 bits.
  return hash('sha256', `${account.length}:${account}${key}`, 'base64url').slice(0, 22);
}

/** The range of `Date` (ECMAScript, section 21.4.1.1). */
function isTime(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) <= 8.64e15;
}

/** Zero or less, in milliseconds; zero for the real clock, right or wrong: what Redis remembers is told by Redis' clock. */
function testClockBehind(clock: Clock): number {
  return clock === Date.now ? 0 : Math.min(0, clock() - Date.now());
}

function forgotten(since: number): string {
  return (
    'Redis has forgotten what was used: it was restarted, emptied or replaced. ' +
    `Requests with a seed from before ${new Date(since).toISOString()} are refused`
  );
}
