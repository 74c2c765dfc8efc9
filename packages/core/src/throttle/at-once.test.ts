import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Guess, guess, guessable } from '../../../../test/support/guessable.ts';
import { accounts, right, times } from '../../../../test/support/throttled.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { memoryThrottle } from './memory-throttle.ts';
import { type ThrottleOptions, throttle } from './throttle.ts';
import type { FailureCounter, ThrottleStore } from './throttle-store.ts';

/** How a store or a directory that is somewhere else answers: later. */
const later = () => new Promise<void>((resolve) => void setImmediate(resolve));

async function atOnce(guesses: readonly Guess[], options: ThrottleOptions = {}, opened = later) {
  const verifier = guessable(opened);
  const guarded = throttle(verifier, { store: small(), ...options });
  const verdicts = await Promise.all(guesses.map((a) => guarded.verify(guess(a))));
  return { verifier, guarded, said: verdicts.map(saidOf) };
}

function saidOf(verdict: Verdict): string {
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

function tally(said: readonly string[]): Record<string, number> {
  return Object.fromEntries([...new Set(said)].map((one) => [one, said.filter((s) => s === one).length]));
}

describe('64 wrong guesses at once', () => {
  test.each([
    { failuresPerPair: 1, store: 'in memory' },
    { failuresPerPair: 10, store: 'in memory' },
    { failuresPerPair: 63, store: 'in memory' },
    { failuresPerPair: 10, store: 'elsewhere' },
  ])(
    'at one account: $failuresPerPair are judged, with a store $store',
    async ({ failuresPerPair, store }) => {
      const options = { failuresPerPair, ...(store === 'elsewhere' && { store: elsewhere() }) };
      const { said, verifier } = await atOnce(times(64), options);
      expect(verifier.judged).toHaveLength(failuresPerPair);
      expect(tally(said)).toEqual({ 'proof-mismatch': failuresPerPair, throttled: 64 - failuresPerPair });
    },
  );

  test('at as many accounts: as many as the address may are judged', async () => {
    const { said, verifier } = await atOnce(accounts(64), { failuresPerAddress: 20 });
    expect(verifier.judged).toHaveLength(20);
    expect(tally(said)).toEqual({ 'proof-mismatch': 20, throttled: 44 });
  });

  test('where a slow hash is shared by them: 10 are judged', async () => {
    // They all end in the same instant.
    const ended = later();
    const { verifier } = await atOnce(times(64), {}, () => ended);
    expect(verifier.judged).toHaveLength(10);
  });

  test('and twice as many again after them: none is judged', async () => {
    const { verifier, guarded } = await atOnce(times(64));
    const verdicts = await Promise.all(times(128).map((a) => guarded.verify(guess(a))));
    expect(tally(verdicts.map(saidOf))).toEqual({ throttled: 128 });
    expect(verifier.judged).toHaveLength(10);
  });
});

describe('64 right requests at once', () => {
  test.each([
    { failuresPerPair: 1, failuresPerAddress: 100 },
    { failuresPerPair: 10, failuresPerAddress: 100 },
    { failuresPerPair: 10, failuresPerAddress: 1 },
    { failuresPerPair: 1, failuresPerAddress: 1 },
  ])('are all accepted, with limits of $failuresPerPair and $failuresPerAddress', async (limits) => {
    expect(tally((await atOnce(times(64, right), limits)).said)).toEqual({ accepted: 64 });
  });

  test('are all accepted after failures one short of the limits', async () => {
    const options = { failuresPerPair: 10, failuresPerAddress: 10 };
    const { guarded } = await atOnce(times(9, {}), options);
    const verdicts = await Promise.all(times(64, right).map((a) => guarded.verify(guess(a))));
    expect(tally(verdicts.map(saidOf))).toEqual({ accepted: 64 });
  });

  test('of as many accounts are all accepted', async () => {
    const guesses = accounts(64).map((a): Guess => ({ ...a, ...right }));
    expect(tally((await atOnce(guesses, { failuresPerAddress: 3 })).said)).toEqual({ accepted: 64 });
  });

  test('are all accepted with a store elsewhere', async () => {
    expect(tally((await atOnce(times(64, right), { store: elsewhere() })).said)).toEqual({ accepted: 64 });
  });

  test.each(['down', 'account-inactive', 'replayed'] as const)(
    'or that end as %s: none is throttled',
    async (secret) => {
      const { said } = await atOnce(times(64, { secret }), { failuresPerPair: 2 });
      expect(tally(said)).toEqual({ [secret === 'down' ? 'unavailable' : secret]: 64 });
    },
  );
});

test('whoever waits for an account of its own does not keep another account waiting', async () => {
  let open = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    open = resolve;
  });
  const verifier = guessable(() => (verifier.judged.at(-1) === 'slow' ? held : undefined));
  const guarded = throttle(verifier, { failuresPerPair: 2, failuresPerAddress: 3 });
  const slow = times(50, { account: 'slow', secret: 'right' } as const).map((a) => guarded.verify(guess(a)));
  await later();
  expect(await guarded.verify(guess({ account: 'quick', secret: 'right' }))).toMatchObject({
    outcome: 'accepted',
  });
  open();
  expect(tally((await Promise.all(slow)).map(saidOf))).toEqual({ accepted: 50 });
});

test('whoever may not enter by the address does not wait for an account', async () => {
  const never = new Promise<void>(() => undefined);
  const store = small();
  const guarded = throttle(
    guessable(() => never),
    { failuresPerPair: 1, failuresPerAddress: 3, store },
  );
  void guarded.verify(guess());
  await later();
  // By another process, say.
  await store.addresses.penalty('198.51.100.7', 3, { customDuration: 900 });
  expect(await guarded.verify(guess())).toMatchObject({ reason: 'throttled' });
});

test('whatever comes at once, in whatever order it ends: all is answered, and no limit is passed', async () => {
  const guesses = fc.array(
    fc.record({
      account: fc.constantFrom('a', 'b', 'c', ''),
      secret: fc.constantFrom('right', 'proof-mismatch', 'proof-mismatch', 'down', 'replayed'),
      from: fc.constantFrom('203.0.113.1', '203.0.113.2'),
    } as const),
    { maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(guesses, fc.scheduler(), async (all, scheduler) => {
      const { said } = await scheduler.waitFor(
        atOnce(all, { failuresPerPair: 2, failuresPerAddress: 3 }, () =>
          scheduler.schedule(Promise.resolve()),
        ),
      );
      for (const from of ['203.0.113.1', '203.0.113.2']) {
        const ofAddress = all.map((a, i) => ({ ...a, said: said[i] })).filter((a) => a.from === from);
        const failures = ofAddress.filter((a) => a.said === 'proof-mismatch');
        expect(failures.length).toBeLessThanOrEqual(3);
        for (const account of ['a', 'b', 'c']) {
          const ofPair = ofAddress.filter((a) => a.account === account);
          // A success gives what was counted before it back.
          if (ofPair.some((a) => a.said === 'accepted')) continue;
          expect(ofPair.filter((a) => a.said === 'proof-mismatch').length).toBeLessThanOrEqual(2);
        }
        if (failures.length < 3 && !ofAddress.some((a) => a.secret === 'proof-mismatch')) {
          expect(ofAddress.map((a) => a.said)).not.toContain('throttled');
        }
      }
    }),
    { numRuns: 300 },
  );
});

const small = () => memoryThrottle({ pairCapacity: 1000, addressCapacity: 1000 });

/** A store whose answers take their time, each as long as the last. */
function elsewhere(): ThrottleStore {
  const { pairs, addresses } = small();
  const slow = (counter: FailureCounter): FailureCounter => ({
    async get(key) {
      await later();
      return counter.get(key);
    },
    async penalty(key, points, window) {
      await later();
      return counter.penalty(key, points, window);
    },
    async delete(key) {
      await later();
      return counter.delete(key);
    },
  });
  return { pairs: slow(pairs), addresses: slow(addresses) };
}
