import { hash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { sqliteReplayGuard } from '@countersign/core';

export const ACCOUNT = 'site';
export const WINDOW_MS = 300_000;
/** For so long a claim is kept: the window, and the ten minutes by which clocks may be apart. */
const KEPT_MS = 900_000;

export interface FilledFile {
  /** Of the guard's clock. Each claim moves it on by `stepMs`: then one expires for each that comes. */
  readonly now: number;
  readonly stepMs: number;
  /** Of what it was filled with, the oldest first. */
  digestsByAge(): Iterator<Uint8Array, undefined>;
}

/**
 * A replay guard's file with so many claims alive in it, and a third as many that have expired and wait to be dropped:
 * then one of the four that the guard looks at for each claim is dropped, and the file stays as large as it is.
 *
 * The rows are written at once, in the order of their ages, and are what the guard itself writes: it must have seen them.
 */
export async function fillFile(path: string, alive: number): Promise<FilledFile> {
  const now = Date.now();
  const stepMs = alive === 0 ? 0 : KEPT_MS / alive;
  const seedOf = (index: number) => Math.floor(now - index * stepMs);
  const claimed = async (index: number) => {
    const guard = sqliteReplayGuard({ path, clock: () => now - 2 * KEPT_MS });
    const seed = seedOf(index);
    const claim = await guard.claim(keyOf(index), seed + WINDOW_MS, { account: ACCOUNT, seed });
    guard.close();
    return claim;
  };
  if ((await claimed(0)) !== 'fresh') throw new Error('the file is not new');

  const db = new DatabaseSync(path);
  // Nothing has to survive a power failure yet, and a gigabyte of cache makes it a matter of seconds.
  db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000; BEGIN');
  const account = Number(db.prepare('SELECT account FROM countersign_claim').get()?.account);
  const insert = db.prepare(
    'INSERT INTO countersign_claim (digest, keep_until, account, seed) VALUES (?, ?, ?, ?)',
  );
  const count = Math.ceil((alive * 4) / 3);
  for (let index = 1; index < count; index += 1) {
    const seed = seedOf(index);
    insert.run(digestOf(keyOf(index)), seed + KEPT_MS, account, seed);
  }
  db.exec('COMMIT');
  db.close();

  const some = alive === 0 ? [0] : [0, 1, Math.floor(alive / 2), alive - 1];
  for (const index of some) {
    if ((await claimed(index)) !== 'seen') throw new Error('the guard does not know what was written for it');
  }
  return {
    now,
    stepMs,
    *digestsByAge() {
      for (let index = count - 1; index >= 0; index -= 1) yield digestOf(keyOf(index));
      return undefined;
    },
  };
}

const keyOf = (index: number) => `key ${index}`;

function digestOf(key: string): Uint8Array {
  return Buffer.from(hash('sha256', `${ACCOUNT.length}:${ACCOUNT}${key}`, 'binary').slice(0, 16), 'binary');
}
