import type { Result } from './rounds.ts';

const columns: readonly [head: string, cell: (result: Result) => string][] = [
  ['', ({ name }) => name],
  ['× the first', ({ ratio }) => ratio.median.toFixed(2)],
  ['least–most', ({ ratio }) => `${ratio.least.toFixed(2)}–${ratio.most.toFixed(2)}`],
  ['µs each', ({ microseconds }) => microseconds.toFixed(2)],
  ['a second', ({ perSecond }) => Math.round(perSecond).toLocaleString('en')],
  ['p99 ms', ({ p99 }) => p99.toFixed(3)],
  ['slowest ms', ({ slowest }) => slowest.toFixed(2)],
];

/** A table in Markdown, readable as it is. */
export function table(results: readonly Result[]): string {
  const cells = [
    columns.map(([head]) => head),
    ...results.map((one) => columns.map(([, cell]) => cell(one))),
  ];
  const widths = columns.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map(
    (line) =>
      `| ${line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}
