// One process of several with a replay guard of its own, told by its parent over IPC what to claim. See harness.ts.
import { type ReplayGuard, sqliteReplayGuard } from '@countersign/core';
import type { ClaimOrder, FromWorker, Outcome, ToWorker, WorkerOptions } from './protocol.ts';

const WINDOW_MS = 300_000;

const { kind, options } = JSON.parse(process.argv[2] ?? '{}') as WorkerOptions;
let now: number | undefined;
const clock = () => now ?? Date.now();
const guard = await guardFrom(kind, options);

process.on('message', (message: ToWorker) => {
  switch (message.do) {
    case 'set clock':
      now = message.now;
      return report({ kind: 'clock set' });
    case 'claim':
      void claimAll(message);
  }
});
report({ kind: 'ready' });

/** Every kind of guard that outlives a process, from options that can be sent to one. */
async function guardFrom(
  kind: WorkerOptions['kind'],
  options: WorkerOptions['options'],
): Promise<ReplayGuard> {
  switch (kind) {
    case 'sqlite':
      return sqliteReplayGuard({ path: '', ...options, clock });
    case 'ioredis':
    case 'node-redis': {
      const { redisGuard } = await import('./redis-guard.ts');
      return redisGuard(kind, options, clock);
    }
  }
}

async function claimAll({ order, keys, from, to, seed, inFlight }: ClaimOrder): Promise<void> {
  let next = from;
  let slowest = 0;
  const outcomes: [number, Outcome][] = [];
  const send = () => report({ kind: 'outcomes', order, outcomes: outcomes.splice(0) });
  async function lane(): Promise<void> {
    for (let index = next++; index < to; index = next++) {
      const started = performance.now();
      const outcome = await outcomeOf(`${keys}${index}`, seed);
      slowest = Math.max(slowest, performance.now() - started);
      // Sent at the end of this turn of the event loop: a process that is killed takes with it no more than that.
      if (outcomes.push([index, outcome]) === 1) setImmediate(send);
    }
  }
  await Promise.all(Array.from({ length: inFlight }, lane));
  send();
  report({ kind: 'done', order, slowest });
}

/** What a verifier does: nothing is claimed whose seed is outside the window. */
async function outcomeOf(key: string, seed: number): Promise<Outcome> {
  if (Math.abs(clock() - seed) > WINDOW_MS) return 'outside-window';
  try {
    return await guard.claim(key, seed + WINDOW_MS, { account: 'site', seed });
  } catch {
    return 'threw';
  }
}

function report(message: FromWorker): void {
  // Nobody may be left to hear it.
  process.send?.(message, undefined, undefined, () => undefined);
}
