// Claims a second of the SQLite guard beside a bare prepared INSERT, in one run, by turns:
// `node --conditions=@countersign/source test/stress/sqlite-claims.ts`. Options: --claims 100000, --in-flight 64.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { sqliteReplayGuard } from '@countersign/core';

const { values } = parseArgs({
  options: { claims: { type: 'string', default: '100000' }, 'in-flight': { type: 'string', default: '64' } },
});
const inFlight = Number(values['in-flight']);
const TURNS = 20;
const claimsATurn = Math.ceil(Number(values.claims) / TURNS);

const folder = mkdtempSync(join(tmpdir(), 'countersign-claims-'));
const bare = new DatabaseSync(join(folder, 'bare.sqlite'));
bare.exec(`
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE claim (digest BLOB PRIMARY KEY, until INTEGER) WITHOUT ROWID;
`);
const insert = bare.prepare('INSERT OR IGNORE INTO claim VALUES (?, ?)');
let ahead = 0;
const clock = () => Date.now() + ahead;
const guard = sqliteReplayGuard({ path: join(folder, 'guard.sqlite'), clock });

/** Milliseconds of each claim, and of all of them. */
interface Timing {
  readonly each: number[];
  total: number;
}

async function time(timing: Timing, lanes: number, claim: () => unknown): Promise<void> {
  const begun = performance.now();
  let left = claimsATurn;
  async function lane(): Promise<void> {
    while (left-- > 0) {
      const started = performance.now();
      await claim();
      timing.each.push(performance.now() - started);
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane));
  timing.total += performance.now() - begun;
}

const timings: Record<string, Timing> = {};
const timing = (name: string) => (timings[name] ??= { each: [], total: 0 });

async function claimOnce(): Promise<void> {
  const now = clock();
  const claim = await guard.claim(`sha256:${randomBytes(32).toString('base64')}`, now + 300_000, {
    account: 'site',
    seed: now,
  });
  if (claim !== 'fresh') throw new Error(`a new key was ${claim}`);
}

for (let turn = 0; turn < TURNS; turn += 1) {
  await time(timing('bare INSERT'), 1, () => insert.run(randomBytes(16), Date.now()));
  await time(timing('guard'), inFlight, claimOnce);
}
// What was claimed so far has expired, and is dropped on the way.
ahead = 3_600_000;
for (let turn = 0; turn < TURNS; turn += 1) await time(timing('guard, dropping'), inFlight, claimOnce);

for (const [name, { each, total }] of Object.entries(timings)) {
  const sorted = Float64Array.from(each).sort();
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(2);
  const rate = Math.round((each.length / total) * 1000);
  console.log(`${name}: ${rate} claims/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, slowest ${at(0.99999)} ms`);
}
guard.close();
bare.close();
rmSync(folder, { recursive: true });
