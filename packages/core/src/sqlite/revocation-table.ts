import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from './transaction.ts';

export interface RevocationTable {
  /** @param keepUntil milliseconds since the epoch */
  revoke(digest: Uint8Array, keepUntil: number, now: number): void;
  isRevoked(digest: Uint8Array): boolean;
}

const DROPPED_A_REVOCATION = 4;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS countersign_revocation (
    digest BLOB PRIMARY KEY,
    keep_until INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS countersign_revocation_keep_until ON countersign_revocation (keep_until);
`;

/**
 * @param make whether it is made where it is missing
 * @throws where it is missing
 */
export function revocationTable(db: DatabaseSync, make: boolean): RevocationTable {
  if (make) db.exec(SCHEMA);
  const drop = db.prepare(`
    DELETE FROM countersign_revocation
    WHERE digest IN (SELECT digest FROM countersign_revocation WHERE keep_until < ? ORDER BY keep_until LIMIT ?)
  `);
  const add = db.prepare(`
    INSERT INTO countersign_revocation VALUES (?, ?)
    ON CONFLICT (digest) DO UPDATE SET keep_until = max(keep_until, excluded.keep_until)
  `);
  const find = db.prepare('SELECT 1 FROM countersign_revocation WHERE digest = ?');

  return {
    revoke: (digest, keepUntil, now) =>
      inTransaction(db, () => {
        drop.run(now, DROPPED_A_REVOCATION);
        add.run(digest, keepUntil);
      }),
    isRevoked: (digest) => find.get(digest) !== undefined,
  };
}
