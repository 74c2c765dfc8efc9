import { hash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { ReplayGuard } from '../replay/replay-guard.ts';
import { checkOptionTypes } from '../verifier/option-types.ts';
import { currentBootId } from './boot-id.ts';
import { claimQueue } from './claim-queue.ts';
import { type ClaimTables, claimTables } from './claim-tables.ts';
import { compactDigest } from './compact-digest.ts';
import { checkBusyTimeout } from './retry-while-busy.ts';
import { sqliteDatabase } from './sqlite-database.ts';

export interface SqliteReplayGuardOptions {
  /**
   * The database file, on a local disk, in a directory that is there. It is made where it is missing. Containers that
   * share it mount the directory, not the file: its log and its locks lie beside it.
   */
  readonly path: string;
  readonly clock?: Clock | undefined;
  /**
   * How far the clocks of two processes may be apart, in seconds: for so long a claim is kept after it can no longer
   * be accepted. Default 600: one clock five minutes ahead of the time, another five minutes behind. Clocks that are
   * further apart open nothing, but the slower process refuses some seeds as `too-old` that it should accept.
   */
  readonly clockSkewSeconds?: number | undefined;
  /** How long a claim waits while others hold the database, in milliseconds, before it throws. Default 1000. */
  readonly busyTimeoutMilliseconds?: number | undefined;
}

export interface SqliteReplayGuard extends ReplayGuard {
  /** Lets go of the file. Every claim from then on throws. */
  close(): void;
}

/**
 * A replay guard in a SQLite file: for all processes of one machine that use the same file.
 *
 * It promises, of any claims of one key by any of these processes, one `fresh`; and that it remembers them over
 * restarts, `kill -9` and power failures. What could be forgotten is `too-old`: seeds from before the second in which
 * the file was made, or in which it was first opened after the machine was started. Expired claims are dropped on the
 * way, a few for each one that comes, so the file grows to what is claimed within the window, and no further.
 *
 * A database that is locked for too long, full, read-only, removed, replaced or corrupt makes `claim` throw. It heals
 * as soon as the cause is gone. A file that was removed is made anew, and one that was replaced is gone on with, but
 * every seed is `too-old` that lies before that moment, or at or before the highest that this process has claimed.
 *
 * It does not promise anything for machines that share the file over a network, nor for a file that is put back from
 * a copy while no process runs: what was claimed since the copy was made is open again. As with a memory guard, a
 * file that is removed while no process runs takes with it which seeds that lie ahead of the clock were used.
 *
 * @throws TypeError when an option is unusable, where the directory is missing, and where Node.js has no
 * `node:sqlite` (before 22.13). The state of the file is not looked at here: a claim throws for it.
 */
export function sqliteReplayGuard(options: SqliteReplayGuardOptions): SqliteReplayGuard {
  checkOptionTypes(options, { clock: 'function' });
  const { path, clock = Date.now, clockSkewSeconds = 600, busyTimeoutMilliseconds = 1000 } = options;
  if (!Number.isFinite(clock())) throw new TypeError('clock must give milliseconds since the epoch');
  if (!Number.isFinite(clockSkewSeconds) || clockSkewSeconds < 0) {
    throw new TypeError('clockSkewSeconds must be a number of seconds, 0 or more, such as 600');
  }
  checkBusyTimeout(busyTimeoutMilliseconds);

  const bootId = currentBootId();
  let highestSeed = -Infinity;

  const database = sqliteDatabase<ClaimTables>({
    path,
    // Where a power failure leaves a trace that the next start finds, the disk need not be waited for.
    synchronous: bootId === undefined ? 'FULL' : 'NORMAL',
    recreate: true,
    prepare(db, lost) {
      const now = clock();
      const tables = claimTables(db, Math.floor(now / 1000) * 1000, bootId ?? '');
      if (lost) tables.forgetBefore(Math.floor(Math.max(now, highestSeed)) + 1);
      return tables;
    },
  });
  const add = claimQueue({ database, clock, busyTimeoutMilliseconds });

  return {
    async claim(key, acceptableUntil, { account, seed }) {
      if (!isTime(seed) || !isTime(acceptableUntil)) {
        throw new TypeError('seed and acceptableUntil must be milliseconds since the epoch');
      }
      const claim = await add({
        // The length keeps account and key apart, whatever characters they hold.
        digest: compactDigest(`${account.length}:${account}${key}`),
        account: accountNumber(account),
        seed,
        keepUntil: acceptableUntil + clockSkewSeconds * 1000,
      });
      if (claim === 'fresh') highestSeed = Math.max(highestSeed, seed);
      return claim;
    },
    close: database.close,
  };
}

/** A time that `Date` can hold (ECMAScript, section 21.4.1.1), which is a number that SQLite gives back as it was. */
function isTime(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) <= 8.64e15;
}

/** 48 bits, from 1 on. Two accounts of one number would share their horizon: the higher one. */
function accountNumber(account: string): number {
  return Number.parseInt(hash('sha256', account, 'hex').slice(0, 12), 16) + 1;
}
