import type { DatabaseSync } from 'node:sqlite';

/** One transaction, which holds the write lock from its first statement on. */
export function inTransaction<R>(db: DatabaseSync, work: () => R): R {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    try {
      db.exec('ROLLBACK');
    } catch {
      // After some errors SQLite has rolled back by itself.
    }
    throw error;
  }
}
