import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type ReplayGuard, sqliteReplayGuard } from '@countersign/core';
import type { RowMaker } from '../measure/row.ts';

const WINDOW_MS = 300_000;
const IN_FLIGHT = 64;

/** The SQLite guard beside the statement that it cannot do without. */
export const replaySqlite: RowMaker = {
  id: 'replay-sqlite',
  async *rows(size) {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
    const bare = new DatabaseSync(join(folder, 'bare.sqlite'));
    bare.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE claim (digest BLOB PRIMARY KEY, until INTEGER) WITHOUT ROWID;
    `);
    const insert = bare.prepare('INSERT OR IGNORE INTO claim VALUES (?, ?)');
    const growing = sqliteReplayGuard({ path: join(folder, 'growing.sqlite') });
    // An hour a claim: what was claimed has expired, and is dropped on the way.
    let ahead = 0;
    const clock = () => Date.now() + ahead;
    const dropping = sqliteReplayGuard({ path: join(folder, 'dropping.sqlite'), clock });
    const later = () => {
      ahead += 3_600_000;
    };
    yield {
      name: 'SQLite guard',
      operations: size === 'full' ? 20_000 : 1_000,
      contestants: [
        { name: 'bare INSERT OR IGNORE, prepared', once: () => insert.run(randomBytes(16), Date.now()) },
        { name: 'sqliteReplayGuard, 1 in flight', once: () => claimed(growing, Date.now()) },
        {
          name: `sqliteReplayGuard, ${IN_FLIGHT} in flight`,
          inFlight: IN_FLIGHT,
          once: () => claimed(growing, Date.now()),
        },
        {
          name: 'the same, expired claims dropped',
          inFlight: IN_FLIGHT,
          before: later,
          once: () => claimed(dropping, clock()),
        },
      ],
      close() {
        growing.close();
        dropping.close();
        bare.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
};

async function claimed(guard: ReplayGuard, now: number): Promise<void> {
  const key = `sha256:${randomBytes(32).toString('base64')}`;
  const claim = await guard.claim(key, now + WINDOW_MS, { account: 'site', seed: now });
  if (claim !== 'fresh') throw new Error(`a new key was ${claim}`);
}
