import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

const RESOLUTION_MS = 1;

/** How long the event loop stood still at most while the work was under way, in milliseconds, to about one. */
export async function longestPause(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  // What is noted is the time between two looks: there has to be one before the work, and one after it.
  await setTimeout(10 * RESOLUTION_MS);
  await work();
  await setTimeout(10 * RESOLUTION_MS);
  delay.disable();
  return delay.max / 1e6 - RESOLUTION_MS;
}
