import { compare, type Result } from './rounds.ts';
import type { Measurement, RowMaker, Table } from './row.ts';

/** A measurement that compares the contestants of each row. */
export function compared({ id, onRequest = false, rows }: RowMaker): Measurement {
  return {
    id,
    onRequest,
    async *sections(size, rounds) {
      for await (const row of rows(size)) {
        try {
          const table = tableOf(await compare(row, rounds));
          yield { name: row.name, table, facts: (await row.facts?.()) ?? [] };
        } finally {
          await row.close?.();
        }
      }
    },
  };
}

function tableOf(results: readonly Result[]): Table {
  return {
    heads: ['', '× the first', 'least–most', 'µs each', 'a second', 'p99 ms', 'slowest ms'],
    lines: results.map(({ name, ratio, microseconds, perSecond, p99, slowest }) => [
      name,
      ratio.median.toFixed(2),
      `${ratio.least.toFixed(2)}–${ratio.most.toFixed(2)}`,
      microseconds.toFixed(2),
      Math.round(perSecond).toLocaleString('en'),
      p99.toFixed(3),
      slowest.toFixed(2),
    ]),
  };
}
