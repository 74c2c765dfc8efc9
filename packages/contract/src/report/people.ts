import type { CaseResult } from '../run/run-case.ts';
import type { ContractReport } from '../run/run-contract.ts';
import { curlLine } from './curl-line.ts';
import { oneLine } from './printable.ts';
import { countsOf, type ReportOptions, standingOf } from './standing.ts';

const marks = { passed: 'ok  ', failed: 'FAIL', advised: 'note', skipped: 'skip' } as const;

/** A line a case; what failed says why it matters and how to send it again. */
export function forPeople({ url, results }: ContractReport, options: ReportOptions = {}): string {
  const { passed, failed, advised, skipped } = countsOf(results, options);
  const lines = results.map((result) => linesOf(url, result, options));
  const more = [
    ...(advised > 0 ? [`${advised} advised`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  return [...lines, '', [`${passed} passed, ${failed} failed`, ...more].join(', '), ''].join('\n');
}

function linesOf(url: string, result: CaseResult, options: ReportOptions): string {
  const { id, outcome, reason = '', level, sent, expected, why, source, exchanges } = result;
  const line = `${marks[standingOf(result, options)]} ${id}${level === 'advice' ? ' (advice)' : ''}`;
  if (outcome === 'skipped') return `${line}: ${oneLine(reason)}`;
  if (outcome === 'passed') return line;
  const last = exchanges.at(-1);
  return [
    line,
    `     sent:     ${sent}`,
    `     expected: ${expected}`,
    `     got:      ${oneLine(reason)}`,
    `     why:      ${why}`,
    `     source:   ${source}`,
    ...(last
      ? [`     again:    ${curlLine(url, last.request) ?? 'the last request is none for a command line'}`]
      : []),
  ].join('\n');
}
