import fc from 'fast-check';
import { expect, test } from 'vitest';
import { memoryReplayGuard } from './memory-replay-guard.ts';

const SEED = 20_260_102;
const WINDOW = 10;
const START = 1_000_000;

// Steps of a millisecond all fall into a second or two; those of 700 ms into one or two each.
const scales = [1, 700];

type Step =
  | { readonly do: 'claim'; readonly account: string; readonly key: number; readonly offset: number }
  | { readonly do: 'move'; readonly by: number };

const accounts = ['a', 'b', 'c'];
const claimStep = fc.record({
  do: fc.constant('claim' as const),
  account: fc.constantFrom(...accounts),
  key: fc.nat({ max: 30 }),
  // As a client's clock may be: anywhere in the window, and now and then outside it.
  offset: fc.integer({ min: -WINDOW - 2, max: WINDOW + 2 }),
});
const moveStep = fc.record({
  do: fc.constant('move' as const),
  by: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: -40, max: 40 })),
});
const steps = fc.array(fc.oneof({ weight: 4, arbitrary: claimStep }, { weight: 1, arbitrary: moveStep }), {
  minLength: 1,
  maxLength: 150,
});

/** What one account ever claimed afresh, by key, with the seed that is the key's for good. */
interface History {
  readonly seeds: Map<number, number>;
  readonly fresh: Map<number, number>;
}

test.each(scales)('steps of %i ms: nothing is fresh twice, nobody newer is shut out', async (scale) => {
  const windowMs = WINDOW * scale;
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 1, max: 12 }), async (all: Step[], capacity) => {
      let now = START;
      const guard = memoryReplayGuard({ capacity, clock: () => now, rememberedSince: START - windowMs });
      const histories = new Map<string, History>(
        accounts.map((account) => [account, { seeds: new Map(), fresh: new Map() }]),
      );
      for (const step of all) {
        if (step.do === 'move') {
          now += step.by * scale;
          continue;
        }
        const { seeds, fresh } = histories.get(step.account) as History;
        const seed = seeds.get(step.key) ?? now + step.offset * scale;
        seeds.set(step.key, seed);
        // A verifier claims nothing whose seed is outside the window.
        if (Math.abs(now - seed) > windowMs) continue;
        const claim = await guard.claim(`k${step.key}`, seed + windowMs, { account: step.account, seed });

        if (fresh.has(step.key)) expect(claim).not.toBe('fresh');
        else expect(claim).not.toBe('seen');
        const newest = Math.max(-Infinity, ...fresh.values());
        if (seed > newest && seed >= START - windowMs && !fresh.has(step.key)) expect(claim).toBe('fresh');
        if (claim === 'fresh') fresh.set(step.key, seed);
      }
    }),
    { seed: SEED, numRuns: 1000 },
  );
});

test.each(scales)(
  'steps of %i ms: an account within its equal share forgets nothing that counts',
  async (scale) => {
    const flood = fc.array(fc.record({ account: fc.constantFrom('b', 'c'), seed: fc.nat({ max: 1000 }) }), {
      maxLength: 120,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 3, max: 30 }),
        fc.array(fc.nat({ max: 1000 }), { maxLength: 10 }),
        flood,
        fc.infiniteStream(fc.boolean()),
        async (capacity, own, others, turns) => {
          const guard = memoryReplayGuard({ capacity, clock: () => START, rememberedSince: 0 });
          const claim = (account: string, key: string, seed: number) =>
            guard.claim(key, START + seed * scale, { account, seed: seed * scale });
          const mine = own.slice(0, Math.floor(capacity / accounts.length));
          const claimed: [string, number][] = [];
          let theirs = 0;
          for (const ownTurn of turns) {
            const seed = mine[claimed.length];
            const other = others[theirs];
            if (seed === undefined && other === undefined) break;
            if (seed !== undefined && (ownTurn || other === undefined)) {
              // In no order of seeds: an older one is not refused either.
              expect(await claim('a', `k${claimed.length}`, seed)).toBe('fresh');
              claimed.push([`k${claimed.length}`, seed]);
            } else if (other) {
              await claim(other.account, `k${theirs}`, other.seed);
              theirs += 1;
            }
          }
          for (const [key, seed] of claimed) expect(await claim('a', key, seed)).toBe('seen');
        },
      ),
      { seed: SEED, numRuns: 500 },
    );
  },
);
