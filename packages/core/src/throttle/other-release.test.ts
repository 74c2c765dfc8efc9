import { expect, test, vi } from 'vitest';
import { memoryThrottle } from './memory-throttle.ts';

vi.mock('rate-limiter-flexible/lib/RateLimiterMemory.js', () => ({ default: class {} }));

test('a release that keeps its counts elsewhere is refused, and not used without a bound', () => {
  expect(() => memoryThrottle()).toThrow('this release of rate-limiter-flexible keeps its counts elsewhere');
});
