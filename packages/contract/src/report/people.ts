import type { CaseResult } from '../run/run-case.ts';
import type { ContractReport } from '../run/run-contract.ts';
import { countsOf } from './counts.ts';
import { curlLine } from './curl-line.ts';

const marks = { passed: 'ok  ', failed: 'FAIL', skipped: 'skip' } as const;

/** A line a case; what failed says why it matters and how to send it again. */
export function forPeople({ url, results }: ContractReport): string {
  const { passed, failed, skipped } = countsOf(results);
  const more = skipped > 0 ? `, ${skipped} skipped` : '';
  return `${results.map((result) => linesOf(url, result)).join('\n')}\n\n${passed} passed, ${failed} failed${more}\n`;
}

function linesOf(url: string, result: CaseResult): string {
  const { id, outcome, reason, level, sent, expected, why, source, exchanges } = result;
  const line = `${marks[outcome]} ${id}${level === 'advice' ? ' (advice)' : ''}`;
  if (outcome === 'skipped') return `${line}: ${reason}`;
  if (outcome === 'passed') return line;
  const last = exchanges.at(-1);
  return [
    line,
    `     sent:     ${sent}`,
    `     expected: ${expected}`,
    `     got:      ${reason}`,
    `     why:      ${why}`,
    `     source:   ${source}`,
    ...(last ? [`     again:    ${curlLine(url, last.request)}`] : []),
  ].join('\n');
}
