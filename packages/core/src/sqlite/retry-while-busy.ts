import { setTimeout } from 'node:timers/promises';
import { isBusy } from './node-sqlite.ts';

const LONGEST_PAUSE_MS = 4;

/**
 * Tries again while another connection holds the database, without holding up the event loop in between.
 * @param until on the clock of `performance.now()`; tried once even where it has passed
 * @throws what the last attempt threw
 */
export async function retryWhileBusy<R>(attempt: () => R, until: number): Promise<R> {
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error;
    }
    // At random, so that processes which were turned away together do not come back together.
    await setTimeout(1 + Math.random() * (LONGEST_PAUSE_MS - 1));
  }
}

/** @throws TypeError when it is no time to wait. */
export function checkBusyTimeout(busyTimeoutMilliseconds: number): void {
  if (!Number.isFinite(busyTimeoutMilliseconds) || busyTimeoutMilliseconds < 0) {
    throw new TypeError('busyTimeoutMilliseconds must be a number of milliseconds, 0 or more, such as 1000');
  }
}
