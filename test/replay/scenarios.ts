import { setTimeout } from 'node:timers/promises';
import { type GuardProcess, startGuardProcess } from './harness.ts';
import type { Outcome, WorkerOptions } from './protocol.ts';

export interface ScenarioOptions {
  readonly guard: WorkerOptions;
  readonly processes: number;
  readonly keys: number;
  /** Claims at once in each process. */
  readonly inFlight: number;
}

export interface Findings {
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Keys that were `fresh` more than once: a double acceptance, each of them. */
  readonly freshTwice: number;
  /** Keys that were never `fresh`, as far as was reported. */
  readonly neverFresh: number;
  /** Milliseconds. */
  readonly slowest: number;
  readonly claimsASecond: number;
}

/** Every process claims every key, all of them the same ones at about the same time. */
export async function sameKeysInAllProcesses(options: ScenarioOptions): Promise<Findings> {
  const { guard, processes, keys, inFlight } = options;
  const workers = await Promise.all(Array.from({ length: processes }, () => startGuardProcess(guard)));
  const tally = outcomeTally(keys);
  const claims = { keys: 'key ', from: 0, to: keys, seed: Date.now(), inFlight };
  await Promise.all(workers.map(async (worker) => tally.took(await worker.claim(claims, tally.add))));
  const findings = tally.findings();
  await Promise.all(workers.map((worker) => worker.kill()));
  return findings;
}

export interface KilledOptions extends ScenarioOptions {
  readonly kills: number;
  /** The longest time from one kill to the next. */
  readonly killPauseMilliseconds: number;
}

/**
 * The same, while one process after the other is killed at a random moment and started again, to begin with the first
 * key once more. At the end each claims every key in peace.
 */
export async function sameKeysWhileKilled(options: KilledOptions): Promise<Findings & { killed: number }> {
  const { guard, processes, keys, inFlight, kills, killPauseMilliseconds } = options;
  // There is a memory to come back to, from before the first seed.
  await (await startGuardProcess(guard)).kill();
  const tally = outcomeTally(keys);
  const claims = { keys: 'key ', from: 0, to: keys, seed: Date.now(), inFlight };
  let killed = 0;
  const running = new Set<GuardProcess>();

  async function claimToTheEnd(): Promise<void> {
    for (;;) {
      const worker = await startGuardProcess(guard);
      running.add(worker);
      const took = await worker.claim(claims, tally.add);
      running.delete(worker);
      if (took === 'killed') {
        killed += 1;
        continue;
      }
      tally.took(took);
      await worker.kill();
      // While others are still being killed there is more to claim against.
      if (killed >= kills) return;
    }
  }

  async function killAtRandom(): Promise<void> {
    while (killed < kills) {
      await setTimeout(Math.random() * killPauseMilliseconds);
      const worker = [...running][Math.floor(Math.random() * running.size)];
      await worker?.kill();
    }
  }

  await Promise.all([killAtRandom(), ...Array.from({ length: processes }, claimToTheEnd)]);
  return { ...tally.findings(), killed };
}

function outcomeTally(keys: number) {
  const started = performance.now();
  const fresh = new Uint8Array(keys);
  const outcomes = { fresh: 0, seen: 0, 'too-old': 0, threw: 0, 'outside-window': 0 };
  let slowest = 0;
  return {
    add(index: number, outcome: Outcome): void {
      outcomes[outcome] += 1;
      if (outcome === 'fresh') fresh[index] = Math.min(255, (fresh[index] ?? 0) + 1);
    },
    took(milliseconds: number | 'killed'): void {
      if (milliseconds === 'killed') throw new Error('a process ended that nobody killed');
      slowest = Math.max(slowest, milliseconds);
    },
    findings(): Findings {
      const claims = Object.values(outcomes).reduce((sum, count) => sum + count);
      return {
        outcomes,
        freshTwice: fresh.filter((times) => times > 1).length,
        neverFresh: fresh.filter((times) => times === 0).length,
        slowest,
        claimsASecond: Math.round((claims / (performance.now() - started)) * 1000),
      };
    },
  };
}
