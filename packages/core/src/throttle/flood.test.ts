import { expect, test } from 'vitest';
import { guess, guessable } from '../../../../test/support/guessable.ts';
import { movableClock } from '../../../../test/support/movable-clock.ts';
import { boundedLimiter } from './bounded-limiter.ts';
import { throttle } from './throttle.ts';

const CAPACITY = 1000;
const FLOOD = 100_000;

function bounded() {
  const clock = movableClock('2026-01-02T03:04:05Z');
  const [pairs, addresses] = [boundedLimiter(CAPACITY, clock), boundedLimiter(CAPACITY, clock)];
  const verifier = guessable();
  const sizes = () => [pairs, addresses].map(({ _memoryStorage }) => _memoryStorage.size());
  return { verifier, guarded: throttle(verifier, { store: { pairs, addresses } }), sizes };
}

test('made-up accounts from made-up addresses take no more than there is room for', async () => {
  const { guarded, sizes } = bounded();
  for (let i = 0; i < FLOOD; i += 1) {
    const from = `2001:db8:${(i >> 16).toString(16)}:${(i & 0xffff).toString(16)}::1`;
    await guarded.verify(guess({ account: `made-up-${i}`, from }));
  }
  expect(sizes()).toEqual([CAPACITY, CAPACITY]);
});

test('made-up accounts from one address take a place each until it is throttled, and none then', async () => {
  const { verifier, guarded, sizes } = bounded();
  for (let i = 0; i < FLOOD; i += 1) await guarded.verify(guess({ account: `made-up-${i}` }));
  expect(sizes()).toEqual([100, 1]);
  expect(verifier.judged).toHaveLength(100);
});

test('right requests take no place', async () => {
  const { guarded, sizes } = bounded();
  for (let i = 0; i < 1000; i += 1) {
    await guarded.verify(guess({ account: `site-${i}`, secret: 'right', from: `203.0.113.${i % 200}` }));
  }
  expect(sizes()).toEqual([0, 0]);
});
