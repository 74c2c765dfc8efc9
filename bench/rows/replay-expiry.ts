import { memoryReplayGuard } from '@countersign/core';
import { settle } from '../measure/garbage.ts';
import type { Measurement } from '../measure/row.ts';
import { quantile } from '../measure/statistics.ts';
import { newKeys } from '../stores/new-keys.ts';

const WINDOW_MS = 300_000;
const BATCH = 10_000;
const RUNS = 5;

/**
 * How long one claim holds up all else while all that there are expire at once: the clock jumps past them. What a claim
 * does by itself it does in every run; what else the machine does comes at another moment each time.
 */
export const replayExpiry: Measurement = {
  id: 'replay-expiry',
  onRequest: false,
  async *sections(size) {
    const lines: string[][] = [];
    // For the compiler.
    await expiryOf(BATCH);
    for (const alive of size === 'full' ? [10_000, 1_000_000, 10_000_000] : [10_000]) {
      const runs: Expiry[] = [];
      for (let run = 0; run < RUNS; run += 1) runs.push(await expiryOf(alive));
      const expiring = runs.map((run) => run.expiring);
      const after = runs.map((run) => run.after);
      lines.push([
        alive.toLocaleString('en'),
        longestByItself(expiring).toFixed(4),
        longestOfQuietest(expiring).toFixed(3),
        longestByItself(after).toFixed(4),
        longestOfQuietest(after).toFixed(3),
      ]);
    }
    yield {
      name: `memory guard, all of them expire at once, ${RUNS} runs`,
      table: {
        heads: [
          'alive',
          'longest claim, ms',
          'in the quietest run',
          'with nothing to expire, ms',
          'in the quietest run',
        ],
        lines,
      },
      facts: [],
    };
  },
};

/** The longest of all claims, each as it was in the run in which it was shortest. */
function longestByItself(runs: readonly Float64Array[]): number {
  const [first = new Float64Array()] = runs;
  return first.reduce((longest, _, at) => Math.max(longest, Math.min(...runs.map((run) => run[at] ?? 0))), 0);
}

function longestOfQuietest(runs: readonly Float64Array[]): number {
  return Math.min(...runs.map((run) => quantile(run, 1)));
}

interface Expiry {
  readonly expiring: Float64Array;
  readonly after: Float64Array;
}

/** Milliseconds of every claim until all that there were are gone, and of as many after that. */
async function expiryOf(alive: number): Promise<Expiry> {
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
