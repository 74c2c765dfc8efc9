import { settle } from './garbage.ts';
import type { Contestant, Row } from './row.ts';
import { median, quantile } from './statistics.ts';

export interface Result {
  readonly name: string;
  /** Microseconds of one operation, the median of the rounds. */
  readonly microseconds: number;
  /** Operations a second, the median of the rounds. */
  readonly perSecond: number;
  /** How many times as long as the first contestant of the same round: the median, and the least and the most. */
  readonly ratio: { readonly median: number; readonly least: number; readonly most: number };
  /** Milliseconds from the start of one operation to its end. */
  readonly p99: number;
  readonly slowest: number;
}

/** Two rounds that do not count, for the compiler; then as many as are asked for. */
const WARM_UP = 2;

/** Every contestant takes its turn in every round, and another begins each time: what slows the machine slows all. */
export async function compare(row: Row, rounds: number): Promise<Result[]> {
  const { contestants, operations } = row;
  const times = new Map<Contestant, number[]>(contestants.map((contestant) => [contestant, []]));
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (let turn = 0; turn < contestants.length; turn += 1) {
      const contestant = contestants[(turn + round + WARM_UP) % contestants.length];
      if (!contestant) continue;
      prepare(contestant, operations);
      const took = await turnOf(contestant, operations);
      if (round >= 0) times.get(contestant)?.push(took);
    }
  }
  const [reference] = contestants;
  const referenceTimes = times.get(reference) ?? [];
  const results: Result[] = [];
  for (const contestant of contestants) {
    const own = times.get(contestant) ?? [];
    const ratios = own.map((time, round) => time / (referenceTimes[round] ?? Number.NaN));
    const each = await eachOf(contestant, operations);
    results.push({
      name: contestant.name,
      microseconds: (median(own) * 1000) / operations,
      perSecond: (operations * 1000) / median(own),
      ratio: { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) },
      p99: quantile(each, 0.99),
      slowest: quantile(each, 1),
    });
  }
  return results;
}

function prepare({ before }: Contestant, operations: number): void {
  before?.(operations);
  settle();
}

/** One turn of a contestant: milliseconds for all of its operations. */
export async function turnOf({ once, check, inFlight = 1 }: Contestant, operations: number): Promise<number> {
  const started = performance.now();
  let next = 0;
  async function lane(): Promise<void> {
    while (next < operations) {
      const done = once(next++);
      const outcome: unknown = done instanceof Promise ? await done : done;
      check?.(outcome);
    }
  }
  await Promise.all(Array.from({ length: inFlight }, lane));
  return performance.now() - started;
}

/** Milliseconds of each. Apart from the rounds: looking at the clock costs as much as some of the jobs. */
async function eachOf(contestant: Contestant, operations: number): Promise<Float64Array> {
  prepare(contestant, operations);
  const each = new Float64Array(operations);
  const { once, ...rest } = contestant;
  const timed = (index: number): unknown => {
    const started = performance.now();
    const done = once(index);
    const note = (outcome: unknown) => {
      each[index] = performance.now() - started;
      return outcome;
    };
    return done instanceof Promise ? done.then(note) : note(done);
  };
  await turnOf({ ...rest, once: timed }, operations);
  return each;
}
