import { randomUUID } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { checkedDatabasePath, databaseFilesAt, fileAt, openedDatabaseFiles } from './database-files.ts';
import { isBusy, isCorrupt, nodeSqlite } from './node-sqlite.ts';
import { inTransaction } from './transaction.ts';

export interface SqliteDatabaseOptions<T> {
  readonly path: string;
  /** `FULL`: what is committed survives a power failure as well, at the price of a flush to the disk each time. */
  readonly synchronous: 'NORMAL' | 'FULL';
  /** Whether a file that is lost is made anew by a process that knew it. */
  readonly recreate: boolean;
  /**
   * Makes the tables where they are missing, and the statements. Called in a transaction, each time it is opened.
   * @param lost whether what this process wrote may be gone: the file is another one now, or it was corrupt
   */
  readonly prepare: (db: DatabaseSync, lost: boolean) => T;
}

export interface SqliteDatabase<T> {
  /**
   * Runs `work` on the database. Nothing that it finds may be believed before this returns it: only then is it
   * certain that these are still the files which every other process opens.
   * @throws what SQLite throws, and where the files were removed or replaced. Unless the database was only busy, it
   * is closed then, and opened again by a use a little later.
   */
  use<R>(work: (tables: T) => R): R;
  /** Every use from then on throws. */
  close(): void;
}

interface Connection<T> {
  readonly db: DatabaseSync;
  readonly tables: T;
  /** The database file alone. */
  readonly file: string | undefined;
  readonly id: string;
  /** All that it is made of. */
  readonly files: string;
}

const REOPENED_AFTER_MS = 100;

// Each claim changes a page of its own, and pages are what is written. The log is brought home every four megabytes.
const PAGE_BYTES = 1024;
const LOG_PAGES = 4000;

/**
 * A SQLite database in WAL mode that several processes share, and that heals: where it failed it is closed, and opened
 * again once the cause is gone. A file is never deleted, nor is a corrupt one replaced.
 *
 * @throws TypeError where there can be no such file, or where Node.js has no SQLite. Not for the state of a file that
 * is there: that is for the uses to say.
 */
export function sqliteDatabase<T>(options: SqliteDatabaseOptions<T>): SqliteDatabase<T> {
  const { synchronous, recreate, prepare } = options;
  const path = checkedDatabasePath(options.path);
  const { DatabaseSync } = nodeSqlite();

  let connection: Connection<T> | undefined;
  /** What this process last had open. */
  let known: Pick<Connection<T>, 'file' | 'id'> | undefined;
  let lost = false;
  let failure: { readonly error: unknown; readonly until: number } | undefined;
  let closed = false;

  function open(): Connection<T> {
    const before = fileAt(path);
    lost ||= known !== undefined && before !== known.file;
    if (before === undefined && lost && !recreate) throw new Error('it was removed');
    // SQLite would make a log that is read-only too, and stay so when the file no longer is.
    if (before !== undefined) accessSync(path, constants.W_OK);
    const db = new DatabaseSync(path);
    try {
      const file = fileAt(path);
      if (before !== undefined && file !== before) throw new Error('it was replaced');
      configure(db, synchronous);
      return inTransaction(db, () => {
        const id = databaseId(db);
        lost ||= known !== undefined && id !== known.id;
        return { db, tables: prepare(db, lost), file, id, files: openedDatabaseFiles(path) };
      });
    } catch (error) {
      db.close();
      throw error;
    }
  }

  function connected(): Connection<T> {
    if (connection) return connection;
    connection = open();
    known = connection;
    lost = false;
    return connection;
  }

  function disconnect(): void {
    const db = connection?.db;
    connection = undefined;
    try {
      db?.close();
    } catch {
      // It is given up in any case.
    }
  }

  function checkFiles(files: string): void {
    if (databaseFilesAt(path) === files) return;
    lost = true;
    throw new Error('it was removed or replaced while it was open');
  }

  function use<R>(work: (tables: T) => R): R {
    if (closed) throw new Error(`the database ${path} was closed`);
    if (failure && performance.now() < failure.until) throw failure.error;
    try {
      const { tables, files } = connected();
      // Before: nothing is written into what others no longer see. After: nothing is answered out of it.
      checkFiles(files);
      const result = work(tables);
      checkFiles(files);
      return result;
    } catch (cause) {
      if (isBusy(cause)) throw cause;
      lost ||= isCorrupt(cause);
      disconnect();
      const why = cause instanceof Error ? cause.message : String(cause);
      const error = new Error(`the database ${path} cannot be used: ${why}`, { cause });
      failure = { error, until: performance.now() + REOPENED_AFTER_MS };
      throw error;
    }
  }

  try {
    // Now, where that can be: what a replay guard knows begins here.
    use(() => undefined);
  } catch {
    // The next use says why.
  }

  return {
    use,
    close() {
      closed = true;
      disconnect();
    },
  };
}

/** Names what the database holds: one that was made anew has another, although its file may have the same inode. */
function databaseId(db: DatabaseSync): string {
  db.exec('CREATE TABLE IF NOT EXISTS countersign_database (only_row INTEGER PRIMARY KEY, id TEXT NOT NULL)');
  db.prepare('INSERT OR IGNORE INTO countersign_database VALUES (1, ?)').run(randomUUID());
  return String(db.prepare('SELECT id FROM countersign_database').get()?.id);
}

function configure(db: DatabaseSync, synchronous: 'NORMAL' | 'FULL'): void {
  // Milliseconds that the event loop may be held up. Whoever is turned away waits without that: retryWhileBusy.
  db.exec('PRAGMA busy_timeout = 2');
  // Has an effect on a new file alone.
  db.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
  const mode = db.prepare('PRAGMA journal_mode = WAL').get()?.journal_mode;
  if (mode !== 'wal') throw new Error('it cannot have a write-ahead log there, put it on a local disk');
  db.exec(`
    PRAGMA synchronous = ${synchronous};
    PRAGMA wal_autocheckpoint = ${LOG_PAGES};
    PRAGMA journal_size_limit = ${LOG_PAGES * PAGE_BYTES};
    PRAGMA cell_size_check = ON;
    PRAGMA trusted_schema = OFF;
  `);
}
