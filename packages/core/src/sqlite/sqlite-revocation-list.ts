import type { Clock } from '../clock.ts';
import type { RevocationList } from '../token/revocation-list.ts';
import { checkOptionTypes } from '../verifier/option-types.ts';
import { compactDigest } from './compact-digest.ts';
import { checkBusyTimeout, retryWhileBusy } from './retry-while-busy.ts';
import { type RevocationTable, revocationTable } from './revocation-table.ts';
import { sqliteDatabase } from './sqlite-database.ts';

export interface SqliteRevocationListOptions {
  /** The database file, on a local disk, in a directory that is there. May be a replay guard's. */
  readonly path: string;
  readonly clock?: Clock | undefined;
  /** How long a call waits while others hold the database, in milliseconds, before it throws. Default 1000. */
  readonly busyTimeoutMilliseconds?: number | undefined;
}

export interface SqliteRevocationList extends RevocationList {
  revoke(tokenId: string, until: number): Promise<void>;
  isRevoked(tokenId: string): Promise<boolean>;
  /** Lets go of the file. Every call from then on throws. */
  close(): void;
}

// What is dropped too early is valid again: no clock of a machine is ahead by so much, nor steps so far and back.
const KEPT_PAST_END_MS = 86_400_000;

/**
 * A revocation list in a SQLite file: for all processes of one machine that use the same file. A token that one of
 * them revoked is revoked in each from its next question on, over restarts, `kill -9` and power failures, until a day
 * after its end.
 *
 * A database that is locked for too long, full, read-only, replaced or corrupt makes both calls throw, and heals as
 * soon as the cause is gone. A file that was removed is not made anew by a process that had it open: nobody would know
 * any more what was revoked. It heals once the file is back, or a process that starts has made another, which knows
 * of no revocation.
 *
 * @throws TypeError when an option is unusable, where the directory is missing, and where Node.js has no
 * `node:sqlite` (before 22.13).
 */
export function sqliteRevocationList(options: SqliteRevocationListOptions): SqliteRevocationList {
  checkOptionTypes(options, { clock: 'function' });
  const { path, clock = Date.now, busyTimeoutMilliseconds = 1000 } = options;
  checkBusyTimeout(busyTimeoutMilliseconds);
  const database = sqliteDatabase<RevocationTable>({
    path,
    synchronous: 'FULL',
    recreate: false,
    prepare: (db, lost) => revocationTable(db, !lost),
  });

  const using = <R>(work: (table: RevocationTable) => R): Promise<R> =>
    retryWhileBusy(() => database.use(work), performance.now() + busyTimeoutMilliseconds);

  return {
    async revoke(tokenId, until) {
      if (typeof tokenId !== 'string' || tokenId === '' || !Number.isFinite(until)) {
        throw new TypeError('a revocation needs a token id, and an end in milliseconds since the epoch');
      }
      await using((table) => table.revoke(compactDigest(tokenId), until + KEPT_PAST_END_MS, clock()));
    },
    isRevoked: async (tokenId) => using((table) => table.isRevoked(compactDigest(tokenId))),
    close: database.close,
  };
}
