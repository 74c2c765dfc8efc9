import type { CaseResult } from '../run/run-case.ts';
import type { ContractReport } from '../run/run-contract.ts';
import { countsOf, type ReportOptions, standingOf } from './standing.ts';
import { reasonUnsent } from './unsent.ts';

/** JUnit XML, one suite: advice that is reported alone counts as skipped, with what it says. */
export function forJunit({ profile, results }: ContractReport, options: ReportOptions = {}): string {
  const { failed, advised, skipped } = countsOf(results, options);
  const totals = [
    `tests="${results.length}"`,
    `failures="${failed}"`,
    'errors="0"',
    `skipped="${skipped + advised}"`,
    `time="${seconds(results.reduce((sum, { milliseconds }) => sum + milliseconds, 0))}"`,
  ].join(' ');
  const name = attribute(`countersign contract ${profile}`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name=${name} ${totals}>`,
    `  <testsuite name=${name} ${totals}>`,
    ...results.map((result) => testCase(profile, result, options)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(profile: string, result: CaseResult, options: ReportOptions): string {
  const { id, level, milliseconds } = result;
  const reason = reasonUnsent(result) ?? '';
  const open = `    <testcase classname=${attribute(profile)} name=${attribute(id)} time="${seconds(milliseconds)}"`;
  const wrapped = (inner: string) => `${open}>\n      ${inner}\n    </testcase>`;
  switch (standingOf(result, options)) {
    case 'passed':
      return `${open}/>`;
    case 'skipped':
      return wrapped(`<skipped message=${attribute(reason)}/>`);
    case 'advised':
      return wrapped(`<skipped message=${attribute(`advice: ${reason}`)}/>`);
    case 'failed':
      return wrapped(
        `<failure message=${attribute(reason)} type="${level}">${text(told(result, reason))}</failure>`,
      );
  }
}

function told({ sent, expected, why, source }: CaseResult, reason: string): string {
  return `sent: ${sent}\nexpected: ${expected}\ngot: ${reason}\nwhy: ${why}\nsource: ${source}`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function attribute(value: string): string {
  return `"${text(value).replace(/["\t\n]/g, (character) => `&#${character.charCodeAt(0)};`)}"`;
}

/** What XML 1.0 has no way to write is U+FFFD, the replacement character. */
function text(value: string): string {
  return value
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
