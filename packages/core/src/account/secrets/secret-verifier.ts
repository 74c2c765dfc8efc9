import { hash, timingSafeEqual } from 'node:crypto';
import type { Account } from '../account.ts';
import type { Directory } from '../directory.ts';
import { costOf, looksHashed, looksSlow, parseSha256, storedSha256 } from './phc-string.ts';
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

const plainDecoy = 'no account has this secret';

/** Compares presented secrets with those of accounts: in constant time, and slow hashes not more often than needed. */
export function secretVerifier(directory: Pick<Directory, 'decoy'>): SecretVerifier {
  const memory = slowHashMemory();

  /** `undefined`: only a derivation tells. */
  function tellAtOnce(value: string, presented: string, presentedDigest: Buffer): boolean | undefined {
    if (!looksHashed(value)) return timingSafeEqual(presentedDigest, sha256(value));
    if (looksSlow(value)) return memory.remembers(value, presented) || undefined;
    return isSha256(value, presentedDigest);
  }

  function compare(
    secrets: readonly Secret[],
    presented: string,
    presentedDigest: Buffer,
    now: number,
  ): SecretMatch | Promise<SecretMatch> {
    const told = secrets.map((secret) => tellAtOnce(storedValue(secret), presented, presentedDigest));
    // First of all what can be told at once: a secret that is remembered must not wait while its successor or its
    // predecessor is derived, on every request.
    if (secrets.some((secret, i) => told[i] && isLive(secret, now))) return 'match';
    const expired = told.includes(true);
    if (!told.includes(undefined)) return expired ? 'expired' : 'mismatch';
    return derive(
      secrets.filter((_, i) => told[i] === undefined),
      presented,
      now,
      expired,
    );
  }

  /** Of secrets that only a derivation can tell. */
  async function derive(
    secrets: readonly Secret[],
    presented: string,
    now: number,
    expiredBefore: boolean,
  ): Promise<SecretMatch> {
    let expired = expiredBefore;
    for (const secret of secrets) {
      if (!(await memory.verify(storedValue(secret), presented))) continue;
      if (isLive(secret, now)) return 'match';
      expired = true;
    }
    return expired ? 'expired' : 'mismatch';
  }

  return {
    verify(account, presented, now) {
      const secrets = account?.secrets ?? [];
      // Once, however much is compared: how long a secret is presented is up to a stranger.
      const presentedDigest = sha256(presented);
      const result = compare(secrets, presented, presentedDigest, now);
      if (result === 'match' && presented !== '') return result;
      return afterDecoy(secrets, presented, presentedDigest, now, result);
    },
  };

  /** What fails takes no less long for an account that has no secret, or a cheap one, than where there is none. */
  async function afterDecoy(
    secrets: readonly Secret[],
    presented: string,
    presentedDigest: Buffer,
    now: number,
    comparison: SecretMatch | Promise<SecretMatch>,
  ): Promise<SecretMatch> {
    const result = await comparison;
    if (result !== 'match') {
      const decoy = directory.decoy ?? plainDecoy;
      if (costOfAll(secrets) < costOfAll([decoy])) await compare([decoy], presented, presentedDigest, now);
    }
    // An empty secret proves nothing, whatever a store may hold.
    return presented === '' ? 'mismatch' : result;
  }
}

function costOfAll(secrets: readonly Secret[]): number {
  return secrets.reduce((cost, secret) => cost + costOf(storedValue(secret)), 0);
}

/** Compared as it is stored: to decode it for each comparison would cost as much as the hash. */
function isSha256(stored: string, digest: Buffer): boolean {
  const expected = Buffer.from(stored);
  const presented = Buffer.from(storedSha256(digest));
  if (expected.length === presented.length && timingSafeEqual(expected, presented)) return true;
  // Says what is wrong with one that nothing could match.
  parseSha256(stored);
  return false;
}

// Digests of both sides are compared: timingSafeEqual throws on unequal lengths, and length is itself a hint.
function sha256(text: string): Buffer {
  // By way of a string: a Buffer that the hash makes costs twice as much.
  return Buffer.from(hash('sha256', text, 'binary'), 'latin1');
}
