import type { ContractReport } from '../run/run-contract.ts';
import { forJson } from './json.ts';
import { forJunit } from './junit.ts';
import { forPeople } from './people.ts';
import type { ReportOptions } from './standing.ts';
import { forTap } from './tap.ts';

/** Writes a report down: the whole text, with a newline at its end. */
export type Reporter = (report: ContractReport, options?: ReportOptions) => string;

export const reporters = {
  people: forPeople,
  tap: forTap,
  junit: forJunit,
  json: forJson,
} as const satisfies Record<string, Reporter>;
