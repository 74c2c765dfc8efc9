import type { Clock } from '@countersign/core';

export interface MovableClock extends Clock {
  advance(by: { seconds: number }): void;
}

/** A clock that stands still at an instant until it is moved. */
export function movableClock(iso: string): MovableClock {
  let now = new Date(iso).getTime();
  return Object.assign(() => now, {
    advance({ seconds }: { seconds: number }) {
      now += seconds * 1000;
    },
  });
}
