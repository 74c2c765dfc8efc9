import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Claim } from '../replay/replay-guard.ts';
import { inTransaction } from './transaction.ts';

/** One claim as it is stored: what it holds of account and key are digests of them. */
export interface StoredClaim {
  /** 16 bytes. */
  readonly digest: Uint8Array;
  /** A number from 1 on. */
  readonly account: number;
  /** Milliseconds since the epoch. */
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly keepUntil: number;
}

export interface ClaimTables {
  /** Claims all in one transaction, and drops some that have expired on the way. */
  claimAll<C extends StoredClaim>(claims: readonly C[], now: number): [C, Claim][];
  /** Refuses every seed from before `since`, whosever it is. What was refused before stays refused. */
  forgetBefore(since: number): void;
}

const EVERYONE = 0;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS countersign_claim (
    digest BLOB PRIMARY KEY,
    keep_until INTEGER NOT NULL,
    account INTEGER NOT NULL,
    seed INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS countersign_horizon (account INTEGER PRIMARY KEY, since INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS countersign_boot (only_row INTEGER PRIMARY KEY, id TEXT NOT NULL);
`;

/**
 * The tables of a replay guard, made where they are missing.
 *
 * `countersign_horizon` says from which seed on the claims of an account are known: those before may have been used
 * and forgotten. Whoever drops a claim raises the horizon of its account past it in the same transaction, and whoever
 * adds one is held to the horizon in the same statement, both under the write lock: no process, whatever its clock
 * says, finds a claim gone and the horizon not raised.
 *
 * @param since milliseconds since the epoch: what happened before it, tables that are made now do not know
 * @param bootId names this run of the operating system
 */
export function claimTables(db: DatabaseSync, since: number, bootId: string): ClaimTables {
  db.exec(SCHEMA);
  db.prepare('INSERT OR IGNORE INTO countersign_horizon VALUES (?, ?)').run(EVERYONE, since);
  db.prepare('INSERT OR IGNORE INTO countersign_boot VALUES (1, ?)').run(bootId);
  const raise = db.prepare(`
    INSERT INTO countersign_horizon VALUES (?, ?)
    ON CONFLICT (account) DO UPDATE SET since = max(since, excluded.since)
  `);
  const enterBoot = db.prepare('UPDATE countersign_boot SET id = ?1 WHERE id != ?1');
  // A power failure takes the last commits with it, which were not on the disk yet: they count as forgotten.
  if (enterBoot.run(bootId).changes > 0) raise.run(EVERYONE, since);

  const add = db.prepare(`
    INSERT OR IGNORE INTO countersign_claim (digest, keep_until, account, seed)
    SELECT ?1, ?2, ?3, ?4
    WHERE ?4 >= (SELECT since FROM countersign_horizon WHERE account = ${EVERYONE})
    AND ?4 >= ifnull((SELECT since FROM countersign_horizon WHERE account = ?3), ?4)
  `);
  const find = db.prepare('SELECT 1 FROM countersign_claim WHERE digest = ?');
  const dropSome = expiredClaims(db);

  function claimOne({ digest, keepUntil, account, seed }: StoredClaim): Claim {
    if (add.run(digest, keepUntil, account, seed).changes === 1) return 'fresh';
    return find.get(digest) ? 'seen' : 'too-old';
  }

  return {
    claimAll: (claims, now) =>
      inTransaction(db, () => {
        dropSome(now, claims.length);
        return claims.map((claim) => [claim, claimOne(claim)]);
      }),
    forgetBefore: (earliest) => void raise.run(EVERYONE, earliest),
  };
}

// For each claim that comes, so many are looked at. At four, a third as many as still count wait to be dropped.
const VISITED_A_CLAIM = 4;
// Before and after every digest.
const FIRST = new Uint8Array(0);
const LAST = new Uint8Array(17).fill(0xff);

/**
 * Drops expired claims, a few at a time: a hand goes round the digests. Neighbours lie on one page, so dropping them
 * costs next to nothing; in the order of their expiry each would lie on a page of its own, and need an index.
 */
function expiredClaims(db: DatabaseSync) {
  const reach = db.prepare(
    'SELECT digest FROM countersign_claim WHERE digest > ? ORDER BY digest LIMIT 1 OFFSET ?',
  );
  const expired = 'FROM countersign_claim WHERE digest > ? AND digest <= ? AND keep_until < ?';
  // To the next millisecond, at least: the highest seed that is dropped is before it.
  const raise = db.prepare(`
    INSERT INTO countersign_horizon SELECT account, CAST(max(seed) AS INTEGER) + 1 ${expired} GROUP BY account
    ON CONFLICT (account) DO UPDATE SET since = max(since, excluded.since)
  `);
  const drop = db.prepare(`DELETE ${expired}`);
  // Anywhere: processes that start one after the other would all look at the same claims first.
  let hand: Uint8Array = randomBytes(16);

  /** Of the next claims after the hand, so many; or those up to the end, where there are fewer. */
  function dropNext(most: number, now: number): void {
    const reached = reach.get(hand, most - 1)?.digest;
    const to = reached instanceof Uint8Array ? reached : LAST;
    if (raise.run(hand, to, now).changes > 0) drop.run(hand, to, now);
    hand = to === LAST ? FIRST : to;
  }

  return function dropSome(now: number, claims: number): void {
    const most = claims * VISITED_A_CLAIM;
    dropNext(most, now);
    if (hand === FIRST) dropNext(most, now);
  };
}
