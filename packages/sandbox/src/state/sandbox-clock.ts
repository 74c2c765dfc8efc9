import type { Clock } from '@countersign/core';

/** The machine's time, moved by an offset. */
export interface SandboxClock extends Clock {
  offsetSeconds: number;
}

/** How far it may be moved, either way. */
export const OFFSET_LIMIT_SECONDS = 50 * 365 * 86_400;

export function sandboxClock(offsetSeconds = 0): SandboxClock {
  const clock: SandboxClock = Object.assign(() => Date.now() + clock.offsetSeconds * 1000, { offsetSeconds });
  return clock;
}
