import type { Clock } from '@countersign/core';

/** The machine's time, moved by an offset. */
export interface SandboxClock extends Clock {
  offsetSeconds: number;
}

export function sandboxClock(): SandboxClock {
  const clock: SandboxClock = Object.assign(() => Date.now() + clock.offsetSeconds * 1000, {
    offsetSeconds: 0,
  });
  return clock;
}
