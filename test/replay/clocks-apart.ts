import { startGuardProcess } from './harness.ts';
import type { Outcome, WorkerOptions } from './protocol.ts';

const STEP_MS = 30_000;
const STEPS = 30;
const KEYS_A_STEP = 20;

export interface ApartFindings {
  /** First claims, of seeds that lie within both windows. */
  readonly first: Readonly<Partial<Record<Outcome, number>>>;
  /** Claims of what had been claimed before, whether or not the window of the claiming process is over. */
  readonly again: Readonly<Partial<Record<Outcome, number>>>;
}

/**
 * Two processes, the clock of one so far ahead of the time and that of the other so far behind. While a quarter of an
 * hour goes by, each claims new keys, and both claim all old ones again.
 */
export async function clocksApart(guard: WorkerOptions, apartMs: number): Promise<ApartFindings> {
  const workers = await Promise.all([startGuardProcess(guard), startGuardProcess(guard)]);
  const offsets = [apartMs, -apartMs];
  const begin = Math.ceil(Date.now() / 1000) * 1000;
  const first: Partial<Record<Outcome, number>> = {};
  const again: Partial<Record<Outcome, number>> = {};
  const countIn = (tally: typeof first) => (_: number, outcome: Outcome) => {
    tally[outcome] = (tally[outcome] ?? 0) + 1;
  };
  const claimsOf = (step: number, process: number) => ({
    keys: `${step} ${process} `,
    from: 0,
    to: KEYS_A_STEP,
    seed: begin + step * STEP_MS,
    inFlight: KEYS_A_STEP,
  });

  for (let step = 0; step < STEPS; step += 1) {
    const now = begin + step * STEP_MS;
    await Promise.all(workers.map((worker, i) => worker.setClock(now + (offsets[i] ?? 0))));
    await Promise.all(workers.map((worker, i) => worker.claim(claimsOf(step, i), countIn(first))));
    for (let old = 0; old <= step; old += 1) {
      const replays = workers.flatMap((worker) =>
        workers.map((_, i) => worker.claim(claimsOf(old, i), countIn(again))),
      );
      await Promise.all(replays);
    }
  }
  await Promise.all(workers.map((worker) => worker.kill()));
  return { first, again };
}
