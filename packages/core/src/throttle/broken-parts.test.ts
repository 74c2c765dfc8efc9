import { describe, expect, test } from 'vitest';
import { guess, guessable } from '../../../../test/support/guessable.ts';
import { right, throttled, times } from '../../../../test/support/throttled.ts';
import type { VerdictEvent } from '../verdict/verdict-event.ts';
import { memoryThrottle } from './memory-throttle.ts';
import { throttle } from './throttle.ts';
import type { FailureCounter, ThrottleStore } from './throttle-store.ts';

describe('a store that cannot answer', () => {
  test.each(['get', 'penalty'] as const)('a failure is unavailable where %s fails', async (method) => {
    const { guarded, verifier } = throttled({ store: broken(method) });
    expect(await guarded.verify(guess())).toEqual({
      outcome: 'unavailable',
      cause: new Error(`${method} is down`),
      retryAfter: 1,
    });
    expect(verifier.judged).toHaveLength(method === 'get' ? 0 : 1);
  });

  test('in forgetting does not turn a success around', async () => {
    const { sayAll } = throttled({ store: broken('delete') });
    expect(await sayAll([{}, right, {}, {}, right])).toEqual([
      'proof-mismatch',
      'accepted',
      'proof-mismatch',
      'proof-mismatch',
      'throttled',
    ]);
  });

  test('is published as the throttle’s own outage', async () => {
    const events: VerdictEvent[] = [];
    const { say } = throttled({ onVerdict: (event) => void events.push(event), store: broken('get') });
    await say();
    expect(events).toEqual([{ scheme: 'guess', outcome: 'unavailable', duration: expect.any(Number) }]);
  });

  test('keeps nobody waiting', async () => {
    const store = broken('penalty');
    const { guarded } = throttled({ store, failuresPerPair: 1 });
    const verdicts = await Promise.all(times(20).map((a) => guarded.verify(guess(a))));
    expect(new Set(verdicts.map(({ outcome }) => outcome))).toEqual(new Set(['unavailable']));
  });
});

describe('a verifier that breaks its promise', () => {
  test.each([
    { what: 'rejects', part: { verify: () => Promise.reject(new Error('broken')) } },
    { what: 'throws', part: { verify: () => raise() } },
    { what: 'throws for the claimant', part: { claimant: () => raise() } },
  ])('and $what is unavailable, and takes nobody’s turn', async ({ part }) => {
    const guarded = throttle({ ...guessable(), ...part }, { failuresPerPair: 1 });
    for (let i = 0; i < 3; i += 1) {
      expect(await guarded.verify(guess())).toMatchObject({
        outcome: 'unavailable',
        cause: new Error('broken'),
      });
    }
  });

  test('and gives a reason of its own has failed all the same', async () => {
    const { sayAll } = throttled();
    const said = await sayAll(times(4, { secret: 'made-up-reason' as never }));
    expect(said[3]).toBe('throttled');
  });
});

function raise(): never {
  throw new Error('broken');
}

/** A store in memory of which one method does not work. */
function broken(method: keyof FailureCounter): ThrottleStore {
  const breaking = (counter: FailureCounter): FailureCounter => ({
    get: (key) => counter.get(key),
    penalty: (key, points, window) => counter.penalty(key, points, window),
    delete: (key) => counter.delete(key),
    [method]: () => Promise.reject(new Error(`${method} is down`)),
  });
  const { pairs, addresses } = memoryThrottle();
  return { pairs: breaking(pairs), addresses: breaking(addresses) };
}
