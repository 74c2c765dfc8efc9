import type { Reason, Verdict } from '@countersign/core';

/** What is to come of a verification: an outcome, or the reason of a rejection. */
export type Expected = Verdict['outcome'] | Reason;

/** A check that a verdict has this outcome, or was rejected for this reason: nobody is fast by refusing. */
export function expecting(expected: Expected): (verdict: unknown) => void {
  return (verdict) => {
    const { outcome, reason } = verdict as { outcome: Verdict['outcome']; reason?: Reason };
    if (outcome !== expected && reason !== expected) throw new Error(`${reason ?? outcome}, not ${expected}`);
  };
}
