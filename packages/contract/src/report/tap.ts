import type { CaseResult } from '../run/run-case.ts';
import type { ContractReport } from '../run/run-contract.ts';
import { oneLine, wellFormed } from './printable.ts';
import { type ReportOptions, standingOf } from './standing.ts';
import { reasonUnsent } from './unsent.ts';

/** TAP, version 14: advice that is reported alone is a TODO, which is `not ok` and fails nothing. */
export function forTap({ results }: ContractReport, options: ReportOptions = {}): string {
  const lines = results.map((result, index) => linesOf(result, index + 1, options));
  return ['TAP version 14', `1..${results.length}`, ...lines, ''].join('\n');
}

function linesOf(result: CaseResult, number: number, options: ReportOptions): string {
  const reason = reasonUnsent(result) ?? '';
  const point = `${number} - ${escaped(result.id)}`;
  switch (standingOf(result, options)) {
    case 'passed':
      return `ok ${point}`;
    case 'skipped':
      return `ok ${point} # SKIP ${escaped(reason)}`;
    case 'advised':
      return [`not ok ${point} # TODO advice`, ...diagnostics(result, reason)].join('\n');
    case 'failed':
      return [`not ok ${point}`, ...diagnostics(result, reason)].join('\n');
  }
}

/** A `#` begins a directive, and a backslash an escape. */
function escaped(text: string): string {
  return oneLine(text).replace(/[\\#]/g, '\\$&');
}

function diagnostics(result: CaseResult, reason: string): string[] {
  const { level, sent, expected, why, source } = result;
  const facts = Object.entries({ level, sent, expected, got: reason, why, source });
  return ['  ---', ...facts.map(([name, text]) => `  ${name}: ${yamlText(text)}`), '  ...'];
}

/** A double-quoted scalar: JSON, with what YAML does not take for printable escaped too. */
function yamlText(text: string): string {
  return JSON.stringify(wellFormed(text)).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
