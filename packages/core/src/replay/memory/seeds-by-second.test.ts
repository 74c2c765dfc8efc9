import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Seconds, seedsBySecond } from './seeds-by-second.ts';

const CAPACITY = 40;
const START = 1_000_000;

const step = fc.oneof(
  fc.record({ add: fc.constant(true), account: fc.nat({ max: 2 }), seed: fc.nat({ max: 8000 }) }),
  fc.record({ add: fc.constant(false), account: fc.nat({ max: 2 }), seed: fc.constant(0) }),
);

const secondOf = (seed: number) => Math.floor(seed / 1000);

test('gives out an entry of the lowest second, the one that came first, whatever came and went', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const seeds = seedsBySecond(CAPACITY, START);
      const free = Array.from({ length: CAPACITY }, (_, i) => i + 1);
      const accounts = Array.from({ length: 3 }, () => ({
        seconds: { lowest: 0, latest: 0 } satisfies Seconds,
        held: [] as { entry: number; seed: number }[],
        highest: new Map<number, number>(),
      }));
      for (const { add, account, seed: after } of steps) {
        const { seconds, held, highest } = accounts[account] as (typeof accounts)[number];
        const seed = START + after;
        if (add) {
          const entry = free.pop();
          if (entry === undefined) continue;
          seeds.add(seconds, entry, seed);
          held.push({ entry, seed });
          highest.set(secondOf(seed), Math.max(highest.get(secondOf(seed)) ?? 0, seed));
        } else if (held.length > 0) {
          const lowest = Math.min(...held.map((one) => secondOf(one.seed)));
          const at = held.findIndex((one) => secondOf(one.seed) === lowest);
          const [expected] = held.splice(at, 1);
          expect(seeds.takeLowest(seconds)).toEqual({
            entry: expected?.entry,
            highestSeed: highest.get(lowest),
          });
          if (!held.some((one) => secondOf(one.seed) === lowest)) highest.delete(lowest);
          free.push(expected?.entry ?? 0);
        }
        const lowest = Math.min(...held.map((one) => secondOf(one.seed)));
        expect(seeds.highestOfLowest(seconds)).toBe(highest.get(lowest) ?? Infinity);
      }
    }),
    { seed: 20_260_102, numRuns: 500 },
  );
});

test.each([
  { years: -69, works: false },
  { years: -67, works: true },
  { years: 67, works: true },
  { years: 69, works: false },
])('a seed $years years away is covered: $works', ({ years, works }) => {
  expect(seedsBySecond(1, START).covers(START + years * 365.25 * 86_400_000)).toBe(works);
});
