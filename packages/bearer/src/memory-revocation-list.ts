import { type Clock, checkOptionTypes, type RevocationList } from '@countersign/core';

export interface MemoryRevocationListOptions {
  /** How many revocations are remembered. Default 100,000. */
  readonly capacity?: number | undefined;
  readonly clock?: Clock | undefined;
}

const MINUTE = 60_000; // milliseconds

/**
 * A revocation list in the memory of this process: another process, and this one after a restart, knows nothing
 * of it.
 *
 * Bounded, and it never forgets a revocation before its `until`: only when it is full does it drop those that
 * have ended, a minute's worth at a time. Full of revocations that still matter, `revoke` throws.
 *
 * @throws TypeError when an option is unusable.
 */
export function memoryRevocationList(options: MemoryRevocationListOptions = {}): RevocationList {
  const { capacity = 100_000, clock = Date.now } = options;
  if (!Number.isSafeInteger(capacity) || capacity < 1) {
    throw new TypeError('capacity must be a whole number of revocations, 1 or more, such as 100000');
  }

  checkOptionTypes(options, { clock: 'function' });

  /** The minute in which a revocation ends, by token id. */
  const endOf = new Map<string, number>();
  const endingIn = new Map<number, Set<string>>();
  let earliest = Number.POSITIVE_INFINITY;

  /** Minutes that are over, one after the other: no revocation that still matters is looked at. */
  function forgetEnded(thisMinute: number): void {
    for (; earliest < thisMinute; earliest += 1) {
      for (const tokenId of endingIn.get(earliest) ?? []) endOf.delete(tokenId);
      endingIn.delete(earliest);
    }
  }

  return {
    revoke(tokenId, until) {
      if (typeof tokenId !== 'string' || tokenId === '' || !Number.isFinite(until)) {
        throw new TypeError('a revocation needs a token id, and an end in milliseconds since the epoch');
      }
      const thisMinute = Math.floor(clock() / MINUTE);
      const minute = Math.max(Math.floor(until / MINUTE), thisMinute);
      const known = endOf.get(tokenId);
      if (known !== undefined && known >= minute) return;
      if (known === undefined && endOf.size >= capacity) forgetEnded(thisMinute);
      if (known === undefined && endOf.size >= capacity) {
        throw new Error(`the revocation list is full: ${capacity} revoked tokens have not expired yet`);
      }
      if (known !== undefined) endingIn.get(known)?.delete(tokenId);
      endOf.set(tokenId, minute);
      const sameMinute = endingIn.get(minute) ?? new Set();
      endingIn.set(minute, sameMinute.add(tokenId));
      earliest = Math.min(earliest, minute);
    },
    isRevoked: (tokenId) => endOf.has(tokenId),
  };
}
