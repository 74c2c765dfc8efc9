import { memoryReplayGuard } from '@countersign/core';
import { settle } from '../measure/garbage.ts';
import type { Measurement } from '../measure/row.ts';
import { quantile } from '../measure/statistics.ts';
import { newKeys } from './replay-memory.ts';

const WINDOW_MS = 300_000;
const BATCH = 10_000;
const RUNS = 5;

/**
 * How long one claim holds up all else while all that there are expire at once: the clock jumps past them. Of the run in
 * which that was shortest: what else the machine does only adds to it.
 */
export const replayExpiry: Measurement = {
  id: 'replay-expiry',
  async *sections(size) {
    const lines: string[][] = [];
    // For the compiler.
    await expiryOf(BATCH);
    for (const alive of size === 'full' ? [10_000, 1_000_000, 10_000_000] : [10_000]) {
      const runs: { expiring: Float64Array; after: Float64Array }[] = [];
      for (let run = 0; run < RUNS; run += 1) runs.push(await expiryOf(alive));
      const least = (of: 'expiring' | 'after', share: number) =>
        Math.min(...runs.map((run) => quantile(run[of], share))).toFixed(4);
      lines.push([
        alive.toLocaleString('en'),
        least('expiring', 1),
        least('expiring', 0.99),
        least('after', 1),
        least('after', 0.99),
      ]);
    }
    yield {
      name: 'memory guard, all of them expire at once',
      table: {
        heads: ['alive', 'longest claim, ms', 'p99 ms', 'longest with nothing to expire, ms', 'p99 ms'],
        lines,
      },
      facts: [],
    };
  },
};

/** Milliseconds of every claim until all that there were are gone, and of as many after that. */
async function expiryOf(alive: number) {
  let now = Date.now();
  const guard = memoryReplayGuard({
    capacity: Math.min(10_000_000, 2 * alive),
    clock: () => now,
    rememberedSince: 0,
  });
  const keys = newKeys();

  async function claims(count: number): Promise<Float64Array> {
    const each = new Float64Array(count);
    for (let done = 0; done < count; done += 1) {
      if (done % BATCH === 0) {
        keys.renew(BATCH);
        settle();
      }
      const started = performance.now();
      // A claim is one step: it is over before its promise is there.
      const claim = guard.claim(keys.at(done % BATCH), now + WINDOW_MS, { account: 'site', seed: now });
      each[done] = performance.now() - started;
      if ((await claim) !== 'fresh') throw new Error('a new key was not fresh');
    }
    return each;
  }

  await claims(alive);
  now += 2 * WINDOW_MS + 1;
  // Each drops four of its account and four of the accounts in turn.
  const count = Math.ceil(alive / 8);
  return { expiring: await claims(count), after: await claims(count) };
}
