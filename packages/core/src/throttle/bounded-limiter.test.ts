import fc from 'fast-check';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { movableClock } from '../../../../test/support/movable-clock.ts';
import { boundedLimiter, boundedStorage } from './bounded-limiter.ts';

const start = '2026-01-02T03:04:05Z';
const window = { customDuration: 900 };

describe('counts as the memory limiter of rate-limiter-flexible does', () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date(start) }));
  afterEach(() => void vi.useRealTimers());

  const step = fc.record({
    method: fc.constantFrom('get', 'penalty', 'consume', 'reward', 'delete', 'block'),
    key: fc.constantFrom('a', 'b'),
    number: fc.integer({ min: 1, max: 3 }),
    /** Milliseconds that pass before. */
    passing: fc.constantFrom(0, 1, 999, 1000, 1999, 2000),
  });

  test('whatever is asked of both', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const peer = new RateLimiterMemory({ points: 0, duration: 0, keyPrefix: '' });
        const ours = boundedLimiter(10, Date.now);
        for (const { method, key, number, passing } of steps) {
          vi.advanceTimersByTime(passing);
          const answers = [peer, ours].map(async (limiter) => {
            if (method === 'get' || method === 'delete') return limiter[method](key);
            if (method === 'block') return limiter.block(key, number);
            // A limiter of no points refuses by rejecting.
            return limiter[method](key, number, { customDuration: number }).catch((refused) => refused);
          });
          const [theirs, own] = await Promise.all(answers);
          expect({ method, answer: own }).toEqual({ method, answer: theirs });
        }
      }),
    );
  });

  test('without a timer', async () => {
    await boundedLimiter(10, Date.now).penalty('a', 1, window);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a window', () => {
  test.each([
    { after: 0, left: 900_000 },
    { after: 899, left: 1000 },
    { after: 900, left: undefined },
  ])('has $left ms left $after s after the first failure', async ({ after, left }) => {
    const clock = movableClock(start);
    const limiter = boundedLimiter(10, clock);
    await limiter.penalty('a', 1, window);
    clock.advance({ seconds: after });
    expect((await limiter.get('a'))?.msBeforeNext).toBe(left);
  });

  test('is not prolonged by further failures, and another begins with the first after it', async () => {
    const clock = movableClock(start);
    const limiter = boundedLimiter(10, clock);
    for (const seconds of [0, 400, 400]) {
      clock.advance({ seconds });
      await limiter.penalty('a', 1, window);
    }
    expect(await limiter.get('a')).toMatchObject({ consumedPoints: 3, msBeforeNext: 100_000 });
    clock.advance({ seconds: 100 });
    expect(await limiter.penalty('a', 1, window)).toMatchObject({ consumedPoints: 1, msBeforeNext: 900_000 });
  });

  test('that began when the clock was ahead lasts one window and no longer', async () => {
    const clock = movableClock(start);
    const limiter = boundedLimiter(10, clock);
    clock.advance({ seconds: 86_400 });
    await limiter.penalty('a', 1, window);
    clock.advance({ seconds: -86_400 });
    expect((await limiter.get('a'))?.msBeforeNext).toBe(900_000);
    clock.advance({ seconds: 899 });
    expect((await limiter.get('a'))?.msBeforeNext).toBe(1000);
    clock.advance({ seconds: 1 });
    expect(await limiter.get('a')).toBeNull();
  });
});

describe('the bound', () => {
  test('holds under a million keys', () => {
    const storage = boundedStorage(1000, movableClock(start));
    let largest = 0;
    for (let i = 0; i < 1_000_000; i += 1) {
      storage.incrby(`made-up-${i}`, 1, 900);
      largest = Math.max(largest, storage.size());
    }
    expect(largest).toBe(1000);
    expect(storage.get('made-up-999000')?.consumedPoints).toBe(1);
    expect(storage.get('made-up-998999')).toBeNull();
  });

  test('spares a key that is asked for', () => {
    const storage = boundedStorage(1000, movableClock(start));
    storage.incrby('blocked', 10, 900);
    for (let i = 0; i < 10_000; i += 1) {
      storage.incrby(`made-up-${i}`, 1, 900);
      if (i % 999 === 0) storage.get('blocked');
    }
    expect(storage.get('blocked')?.consumedPoints).toBe(10);
  });

  test('is not used up by what has ended and is asked for again', () => {
    const clock = movableClock(start);
    const storage = boundedStorage(1000, clock);
    storage.incrby('a', 1, 900);
    clock.advance({ seconds: 900 });
    expect(storage.get('a')).toBeNull();
    expect(storage.size()).toBe(0);
  });
});
