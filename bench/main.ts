// The kit beside its peers and the floor: `npm run bench`, or `npm run bench -- replay-redis` for some of the rows.
// Options: --rounds 9, --quick (to see that it works), --json FILE (keeps the figures).
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { compare } from './measure/rounds.ts';
import type { RowMaker } from './measure/row.ts';
import { table } from './measure/table.ts';
import { basic } from './rows/basic.ts';
import { bearer } from './rows/bearer.ts';
import { clientCertificate } from './rows/client-certificate.ts';
import { refusals } from './rows/refusals.ts';
import { replayMemory } from './rows/replay-memory.ts';
import { replayRedis } from './rows/replay-redis.ts';
import { replaySqlite } from './rows/replay-sqlite.ts';
import { usernameToken } from './rows/username-token.ts';

const all: readonly RowMaker[] = [
  basic,
  bearer,
  usernameToken,
  replayMemory,
  replaySqlite,
  replayRedis,
  clientCertificate,
  refusals,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '9' },
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const unknown = positionals.filter((id) => !all.some((one) => one.id === id));
if (unknown.length > 0) {
  console.error(`there is no ${unknown.join(', ')}: name some of ${all.map(({ id }) => id).join(', ')}`);
  process.exit(2);
}
const wanted = positionals.length === 0 ? all : all.filter(({ id }) => positionals.includes(id));
const rounds = values.quick ? 3 : Number(values.rounds);

const machine = `Node.js ${process.version}, ${process.arch}, ${cpus().length} × ${cpus()[0]?.model}`;
console.log(`${machine}, ${rounds} rounds\n`);
const kept: object[] = [];
for (const maker of wanted) {
  for await (const row of maker.rows(values.quick ? 'quick' : 'full')) {
    try {
      const results = await compare(row, rounds);
      const facts = (await row.facts?.()) ?? [];
      console.log(`### ${row.name}\n\n${table(results)}\n`);
      for (const fact of facts) console.log(`- ${fact}`);
      if (facts.length > 0) console.log();
      kept.push({ id: maker.id, name: row.name, operations: row.operations, results, facts });
    } finally {
      await row.close?.();
    }
  }
}
if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine, rounds, rows: kept }, null, 2)}\n`);
