import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Claim } from '../replay/replay-guard.ts';
import type { ClaimTables, StoredClaim } from './claim-tables.ts';
import { retryWhileBusy } from './retry-while-busy.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

export interface ClaimQueueOptions {
  readonly database: SqliteDatabase<ClaimTables>;
  readonly clock: Clock;
  readonly busyTimeoutMilliseconds: number;
}

interface Waiting extends StoredClaim {
  /** On the clock of `performance.now()`. */
  readonly until: number;
  readonly resolve: (claim: Claim) => void;
  readonly reject: (cause: unknown) => void;
}

// As many as one transaction takes in about a millisecond, for which the event loop stands still.
const CLAIMS_AT_ONCE = 64;
const MOST_WAITING = 10_000;

/**
 * Claims that come while the event loop is busy share one transaction, so that its cost is paid once for all. One
 * transaction is under way at a time; the others wait in the order in which they came.
 */
export function claimQueue({ database, clock, busyTimeoutMilliseconds }: ClaimQueueOptions) {
  const waiting: Waiting[] = [];
  let working = false;

  async function claimTogether(claims: readonly Waiting[]): Promise<void> {
    try {
      const work = () => database.use((tables) => tables.claimAll(claims, clock()));
      const claimed = await retryWhileBusy(work, claims[0]?.until ?? 0);
      for (const [{ resolve }, claim] of claimed) resolve(claim);
    } catch (cause) {
      for (const { reject } of claims) reject(cause);
    }
  }

  async function work(): Promise<void> {
    working = true;
    while (waiting.length > 0) {
      await setImmediate();
      await claimTogether(waiting.splice(0, CLAIMS_AT_ONCE));
    }
    working = false;
  }

  /** Rejects where the claim may not have been written. */
  return (claim: StoredClaim): Promise<Claim> =>
    new Promise((resolve, reject) => {
      if (waiting.length >= MOST_WAITING) {
        reject(new Error(`${MOST_WAITING} claims are waiting for the database`));
        return;
      }
      waiting.push({ ...claim, until: performance.now() + busyTimeoutMilliseconds, resolve, reject });
      if (!working) void work();
    });
}
