import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sqliteReplayGuard } from '@countersign/core';
import { longestPause } from '../measure/longest-pause.ts';
import { turnOf } from '../measure/rounds.ts';
import type { Contestant, Row, RowMaker, Size } from '../measure/row.ts';
import { ACCOUNT, type FilledFile, fillFile, WINDOW_MS } from '../stores/filled-file.ts';
import { newKeys } from '../stores/new-keys.ts';

const IN_FLIGHT = 64;
const operationsOf = (size: Size) => (size === 'full' ? 20_000 : 1_000);

/** The SQLite guard beside the statement that it cannot do without. */
export const replaySqlite: RowMaker = {
  id: 'replay-sqlite',
  async *rows(size) {
    yield* growing(operationsOf(size));
    for (const alive of size === 'full' ? [10_000, 1_000_000] : [10_000]) {
      yield* withAlive(alive, operationsOf(size));
    }
  },
};

/** Takes three minutes, and three gigabytes of disk. */
export const replaySqlite10Million: RowMaker = {
  id: 'replay-sqlite-10-million',
  onRequest: true,
  rows: (size) => withAlive(10_000_000, operationsOf(size)),
};

interface Entrant extends Contestant {
  readonly path: string;
  close(): void;
}

/** Nothing expires: everybody adds as many of the same rows to a file of its own. */
async function* growing(operations: number): AsyncGenerator<Row> {
  const files = await filesWith(0);
  yield rowOf('SQLite guard, nothing expires', operations, files, [
    bareInsert(files.copy('bare'), files.filled),
    guard(files.copy('one'), files.filled, 1),
    guard(files.copy('many'), files.filled, IN_FLIGHT),
  ]);
}

/** For each claim that comes one expires, and is deleted by everybody: each file keeps its size. */
async function* withAlive(alive: number, operations: number): AsyncGenerator<Row> {
  const files = await filesWith(alive);
  const many = guard(files.copy('many'), files.filled, IN_FLIGHT);
  const row = rowOf(`SQLite guard, ${alive.toLocaleString('en')} alive`, operations, files, [
    bareInsertAndDelete(files.copy('bare'), files.filled),
    guard(files.copy('one'), files.filled, 1),
    many,
  ]);
  const facts = async () => {
    const bytes = statSync(many.path).size / alive;
    many.before?.(operations);
    const pause = await longestPause(() => turnOf(many, operations));
    return [
      `${many.name}: ${bytes.toFixed(1)} bytes a claim that is alive, the log apart`,
      `${many.name}: the event loop stood still for ${pause.toFixed(1)} ms at most`,
    ];
  };
  yield { ...row, facts };
}

interface Files {
  readonly filled: FilledFile;
  copy(name: string): string;
  remove(): void;
}

async function filesWith(alive: number): Promise<Files> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
  const original = join(folder, 'filled.sqlite');
  const filled = await fillFile(original, alive);
  return {
    filled,
    copy(name) {
      const path = join(folder, `${name}.sqlite`);
      copyFileSync(original, path);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function rowOf(
  name: string,
  operations: number,
  files: Files,
  contestants: readonly [Entrant, ...Entrant[]],
): Row {
  const close = () => {
    for (const entrant of contestants) entrant.close();
    files.remove();
  };
  return { name, operations, contestants, close };
}

const INSERT =
  'INSERT OR IGNORE INTO countersign_claim (digest, keep_until, account, seed) VALUES (?, ?, ?, ?)';

/** With the guard's own settings; its page size is the file's. */
function bareDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000');
  return db;
}

/** One transaction a claim, of all that a guard has to keep of it. */
function bareInsert(path: string, { now }: FilledFile): Entrant {
  const db = bareDatabase(path);
  const insert = db.prepare(INSERT);
  let digests: Uint8Array[] = [];
  return {
    name: 'bare INSERT OR IGNORE (digest, end, account, seed)',
    path,
    before(operations) {
      digests = newDigests(operations);
    },
    once(index) {
      const { changes } = insert.run(digests[index] ?? null, now + WINDOW_MS, 1, now);
      if (changes !== 1) throw new Error('a new digest was there');
    },
    close: () => db.close(),
  };
}

/** The same, and the oldest is deleted by its digest in the same transaction: which one that is it need not look for. */
function bareInsertAndDelete(path: string, { now, digestsByAge }: FilledFile): Entrant {
  const db = bareDatabase(path);
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const insert = db.prepare(INSERT);
  const remove = db.prepare('DELETE FROM countersign_claim WHERE digest = ?');
  let digests: Uint8Array[] = [];
  let oldest: (Uint8Array | undefined)[] = [];
  const filledWith = digestsByAge();
  const added: Uint8Array[] = [];
  let taken = 0;
  return {
    name: 'bare INSERT OR IGNORE (…) and DELETE by digest',
    path,
    before(operations) {
      digests = newDigests(operations);
      added.push(...digests);
      oldest = Array.from({ length: operations }, () => filledWith.next().value ?? added[taken++]);
    },
    once(index) {
      begin.run();
      const { changes } = insert.run(digests[index] ?? null, now + WINDOW_MS, 1, now);
      const deleted = remove.run(oldest[index] ?? null).changes;
      commit.run();
      if (changes !== 1 || deleted !== 1) throw new Error('a new digest was there, or an old one was not');
    },
    close: () => db.close(),
  };
}

function newDigests(count: number): Uint8Array[] {
  const bytes = randomBytes(16 * count);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * 16, index * 16 + 16));
}

function guard(path: string, filled: FilledFile, inFlight: number): Entrant {
  let { now } = filled;
  const replay = sqliteReplayGuard({ path, clock: () => now });
  const keys = newKeys();
  return {
    name: `sqliteReplayGuard, ${inFlight} in flight`,
    path,
    inFlight,
    before: keys.renew,
    async once(index) {
      now += filled.stepMs;
      const seed = Math.floor(now);
      const claim = await replay.claim(keys.at(index), seed + WINDOW_MS, { account: ACCOUNT, seed });
      if (claim !== 'fresh') throw new Error(`a new key was ${claim}`);
    },
    close: replay.close,
  };
}
