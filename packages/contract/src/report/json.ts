import type { ContractReport } from '../run/run-contract.ts';
import { countsOf, type ReportOptions, standingOf } from './standing.ts';
import { reasonUnsent } from './unsent.ts';

/** As `@countersign/contract/report.schema.json` says. Nothing of a request is in it. */
export function forJson({ profile, url, results }: ContractReport, options: ReportOptions = {}): string {
  const report = {
    version: 1,
    profile,
    url,
    counts: countsOf(results, options),
    results: results.map((result) => {
      const { id, level, sent, expected, why, source, exchanges, milliseconds } = result;
      const reason = reasonUnsent(result);
      return {
        id,
        outcome: standingOf(result, options),
        level,
        sent,
        expected,
        ...(reason !== undefined && { reason }),
        why,
        source,
        statuses: exchanges.map(({ answer }) => answer?.status ?? null),
        milliseconds: Math.round(milliseconds),
      };
    }),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
