/// <reference path="./rate-limiter-files.d.ts" />
import { LRUCache } from 'lru-cache';
import type { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import MemoryLimiter from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import LimiterAnswer from 'rate-limiter-flexible/lib/RateLimiterRes.js';
import type { Clock } from '../clock.ts';

interface BoundedLimiter extends RateLimiterMemory {
  readonly _memoryStorage: ReturnType<typeof boundedStorage>;
}

/**
 * The memory limiter of rate-limiter-flexible over a storage of our own: the library's has no bound, a timer an
 * entry, and the machine's time.
 */
export function boundedLimiter(capacity: number, clock: Clock): BoundedLimiter {
  const limiter = new MemoryLimiter({ points: 0, duration: 0, keyPrefix: '' });
  // Nothing else would tell: it would count as before, in a memory without a bound.
  if (!Object.hasOwn(limiter, '_memoryStorage')) {
    throw new Error('this release of rate-limiter-flexible keeps its counts elsewhere: use 11.4');
  }
  return Object.assign(limiter, { _memoryStorage: boundedStorage(capacity, clock) });
}

interface Counted {
  points: number;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** 0: for ever. */
  readonly durationSeconds: number;
}

/** What the limiter asks of its storage. The least recently used key makes way; what has ended is not looked for. */
export function boundedStorage(capacity: number, clock: Clock) {
  const counts = new LRUCache<string, Counted>({ max: capacity });

  function running(key: string, now: number): Counted | undefined {
    const counted = counts.get(key);
    if (!counted) return undefined;
    // A clock that was ahead for a while must not keep anybody out for longer than one window.
    counted.startedAt = Math.min(counted.startedAt, now);
    if (counted.durationSeconds === 0 || now < counted.startedAt + counted.durationSeconds * 1000)
      return counted;
    counts.delete(key);
    return undefined;
  }

  function set(key: string, points: number, durationSeconds: number): RateLimiterRes {
    const startedAt = clock();
    counts.set(key, { points, startedAt, durationSeconds });
    return answer({ points, startedAt, durationSeconds }, startedAt, true);
  }

  return {
    set,
    incrby(key: string, points: number, durationSeconds: number): RateLimiterRes {
      const now = clock();
      const counted = running(key, now);
      if (!counted) return set(key, points, durationSeconds);
      counted.points += points;
      return answer(counted, now);
    },
    get(key: string): RateLimiterRes | null {
      const now = clock();
      const counted = running(key, now);
      return counted ? answer(counted, now) : null;
    },
    delete: (key: string): boolean => running(key, clock()) !== undefined && counts.delete(key),
    size: () => counts.size,
  };
}

function answer(
  { points, startedAt, durationSeconds }: Counted,
  now: number,
  isFirst = false,
): RateLimiterRes {
  const milliseconds = durationSeconds === 0 ? -1 : startedAt + durationSeconds * 1000 - now;
  return new LimiterAnswer(0, milliseconds, points, isFirst);
}
