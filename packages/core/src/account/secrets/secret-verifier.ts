import { timingSafeEqual } from 'node:crypto';
import { andThen } from '../../verifier/and-then.ts';
import type { Account } from '../account.ts';
import type { Directory } from '../directory.ts';
import { costOf, kindOf, parseSha256, STORED_SHA256_LENGTH, storedSha256 } from './phc-string.ts';
import { isLive, type Secret, storedValue } from './secret.ts';
import { slowHashMemory } from './slow-hash-memory.ts';

/** `expired`: it is a secret of this account, past its `notAfter`. */
export type SecretMatch = 'match' | 'expired' | 'mismatch';

export interface SecretVerifier {
  /**
   * Whether `presented` is a secret of the account. An unknown account costs what a known one costs.
   * @param now milliseconds since the epoch
   * @throws what makes a stored secret unusable, as a rejection where it has to be derived
   */
  verify(account: Account | undefined, presented: string, now: number): SecretMatch | Promise<SecretMatch>;
}

/** What was presented, and how it would be stored: hashed once, as how long it is, is up to a stranger. */
interface Presented {
  readonly secret: string;
  readonly stored: string;
}

const plainDecoy = 'no account has this secret';

/** Compares presented secrets with those of accounts: in constant time, and slow hashes not more often than needed. */
export function secretVerifier(directory: Pick<Directory, 'decoy'>): SecretVerifier {
  const memory = slowHashMemory();

  /** `undefined`: only a derivation tells. */
  function tellAtOnce(value: string, presented: Presented): boolean | undefined {
    switch (kindOf(value)) {
      case 'plain':
        return isSame(storedSha256(value), presented.stored);
      case 'sha256':
        return isSha256(value, presented.stored);
      case 'slow':
        return memory.remembers(value, presented.secret) || undefined;
    }
  }

  function compare(
    secrets: readonly Secret[],
    presented: Presented,
    now: number,
  ): SecretMatch | Promise<SecretMatch> {
    let result: SecretMatch = 'mismatch';
    let untold: Secret[] | undefined;
    for (const secret of secrets) {
      const told = tellAtOnce(storedValue(secret), presented);
      if (told === undefined) untold = [...(untold ?? []), secret];
      else if (told && isLive(secret, now)) result = 'match';
      else if (told && result === 'mismatch') result = 'expired';
    }
    // First of all what can be told at once: a secret that is remembered must not wait while its successor or its
    // predecessor is derived, on every request.
    return result === 'match' || !untold ? result : derive(untold, presented, now, result);
  }

  /** Of secrets that only a derivation can tell. */
  async function derive(
    secrets: readonly Secret[],
    { secret: presented }: Presented,
    now: number,
    before: SecretMatch,
  ): Promise<SecretMatch> {
    let result = before;
    for (const secret of secrets) {
      if (!(await memory.verify(storedValue(secret), presented))) continue;
      if (isLive(secret, now)) return 'match';
      result = 'expired';
    }
    return result;
  }

  return {
    verify(account, secret, now) {
      const secrets = account?.secrets ?? [];
      const presented = { secret, stored: storedSha256(secret) };
      const result = compare(secrets, presented, now);
      return result === 'match' && secret !== '' ? result : afterDecoy(secrets, presented, now, result);
    },
  };

  /** What fails takes no less long for an account that has no secret, or a cheap one, than where there is none. */
  function afterDecoy(
    secrets: readonly Secret[],
    presented: Presented,
    now: number,
    comparison: SecretMatch | Promise<SecretMatch>,
  ): SecretMatch | Promise<SecretMatch> {
    return andThen(comparison, (result) => {
      // An empty secret proves nothing, whatever a store may hold.
      const told = presented.secret === '' ? 'mismatch' : result;
      const decoy = directory.decoy ?? plainDecoy;
      const isCostlier = result !== 'match' && costOfAll(secrets) < costOf(storedValue(decoy));
      return isCostlier ? andThen(compare([decoy], presented, now), () => told) : told;
    });
  }
}

function costOfAll(secrets: readonly Secret[]): number {
  return secrets.reduce((cost, secret) => cost + costOf(storedValue(secret)), 0);
}

/** Compared as it is stored: to decode it for each comparison would cost as much as the hash. */
function isSha256(stored: string, presented: string): boolean {
  if (isSame(stored, presented)) return true;
  // Says what is wrong with one that nothing could match.
  parseSha256(stored);
  return false;
}

// Of one length and used again: two copies for each comparison would cost half of what the hash costs.
const left = Buffer.alloc(STORED_SHA256_LENGTH);
const right = Buffer.alloc(STORED_SHA256_LENGTH);

/** Whether two texts are one SHA-256 as it is stored, told in a time that says nothing of what is in them. */
function isSame(stored: string, presented: string): boolean {
  if (Buffer.byteLength(stored) !== STORED_SHA256_LENGTH) return false;
  left.write(stored, 'latin1');
  right.write(presented, 'latin1');
  return timingSafeEqual(left, right);
}
