import type { CaseResult } from '../run/run-case.ts';

/** Whether advice that a server does not follow is a failure, or is told and no more. */
export type Advice = 'fail' | 'report';

export interface ReportOptions {
  /** Default `fail`. */
  readonly advice?: Advice | undefined;
}

/** What becomes of a case in a report. */
export type Standing = 'passed' | 'failed' | 'advised' | 'skipped';

export function standingOf({ outcome, level }: CaseResult, { advice = 'fail' }: ReportOptions): Standing {
  return outcome === 'failed' && level === 'advice' && advice === 'report' ? 'advised' : outcome;
}

export type Counts = Record<Standing, number>;

export function countsOf(results: readonly CaseResult[], options: ReportOptions = {}): Counts {
  const counts = { passed: 0, failed: 0, advised: 0, skipped: 0 };
  for (const result of results) counts[standingOf(result, options)] += 1;
  return counts;
}
