// The kit beside its peers and the floor: `npm run bench`, or `npm run bench -- replay-redis` for some of the rows.
// Options: --rounds 9, --quick (to see that it works), --json FILE (keeps the figures).
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { wholeHttp } from './http/whole-http.ts';
import { compared } from './measure/compared.ts';
import type { Measurement, Section } from './measure/row.ts';
import { markdown } from './measure/table.ts';
import { basic } from './rows/basic.ts';
import { bearer } from './rows/bearer.ts';
import { clientCertificate } from './rows/client-certificate.ts';
import { explanations } from './rows/explanations.ts';
import { growth } from './rows/growth.ts';
import { refusals } from './rows/refusals.ts';
import { replayExpiry } from './rows/replay-expiry.ts';
import { replayMemory } from './rows/replay-memory.ts';
import { replayRedis, replayRedis10Million } from './rows/replay-redis.ts';
import { replaySqlite, replaySqlite10Million } from './rows/replay-sqlite.ts';
import { usernameToken } from './rows/username-token.ts';
import { imports } from './start/imports.ts';
import { sandboxStart } from './start/sandbox.ts';

const all: readonly Measurement[] = [
  ...[
    basic,
    bearer,
    usernameToken,
    replayMemory,
    replaySqlite,
    replaySqlite10Million,
    replayRedis,
    replayRedis10Million,
    clientCertificate,
    refusals,
    explanations,
    growth,
  ].map(compared),
  replayExpiry,
  wholeHttp,
  imports,
  sandboxStart,
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
const wanted = all.filter(({ id, onRequest }) =>
  positionals.length === 0 ? !onRequest : positionals.includes(id),
);
const rounds = values.quick ? 3 : Number(values.rounds);

const machine = `Node.js ${process.version}, ${process.arch}, ${cpus().length} × ${cpus()[0]?.model}`;
console.log(`${machine}, ${rounds} rounds\n`);
const kept: (Section & { id: string })[] = [];
const missing: string[] = [];
for (const measurement of wanted) {
  try {
    for await (const section of measurement.sections(values.quick ? 'quick' : 'full', rounds)) {
      const { name, table, facts } = section;
      console.log(`### ${name}\n\n${markdown(table)}\n`);
      for (const fact of facts) console.log(`- ${fact}`);
      if (facts.length > 0) console.log();
      kept.push({ id: measurement.id, ...section });
    }
  } catch (error) {
    // The others are still worth having: what this one lacks, such as a Redis server, they may not need.
    console.error(`NOT MEASURED, or not all of it: ${measurement.id}`, error, '\n');
    missing.push(measurement.id);
  }
}
if (missing.length > 0) {
  console.error(`NOT MEASURED, or not all of it: ${missing.join(', ')} (the reasons are above)`);
  process.exitCode = 1;
}
if (values.json)
  writeFileSync(values.json, `${JSON.stringify({ machine, rounds, sections: kept }, null, 2)}\n`);
