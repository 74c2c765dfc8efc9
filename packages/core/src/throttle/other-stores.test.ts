import { RateLimiterMemory, type RateLimiterRedis } from 'rate-limiter-flexible';
import { expect, expectTypeOf, test } from 'vitest';
import { right, throttled, times } from '../../../../test/support/throttled.ts';
import type { FailureCounter } from './throttle-store.ts';

test('any limiter of rate-limiter-flexible counts, whatever its own points and duration are', async () => {
  const limiter = () => new RateLimiterMemory({ points: 1, duration: 1 });
  const { guarded, sayAll } = throttled({ store: { pairs: limiter(), addresses: limiter() } });
  expect(await sayAll([...times(2), right, ...times(2), right])).toEqual([
    'proof-mismatch',
    'proof-mismatch',
    'accepted',
    'proof-mismatch',
    'proof-mismatch',
    'accepted',
  ]);
  expect(await sayAll([{}, right])).toEqual(['proof-mismatch', 'throttled']);
  expect(guarded.scheme).toBe('guess');
});

test('a Redis limiter is a counter', () => {
  expectTypeOf<RateLimiterRedis>().toExtend<FailureCounter>();
});
