import type { CaseResult } from '../run/run-case.ts';

export type Counts = Record<CaseResult['outcome'], number>;

export function countsOf(results: readonly CaseResult[]): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}
