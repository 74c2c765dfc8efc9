import { hash, timingSafeEqual } from 'node:crypto';
import type { Account } from '../account.ts';
import type { Directory } from '../directory.ts';
import { costOf, looksHashed, looksSlow, parseSha256 } from './phc-string.ts';
import { isLive, type Secret, storedValue } from './secret.ts';
import { slowHashMemory } from './slow-hash-memory.ts';

/** `expired`: it is a secret of this account, past its `notAfter`. */
export type SecretMatch = 'match' | 'expired' | 'mismatch';

export interface SecretVerifier {
  /**
   * Whether `presented` is a secret of the account. An unknown account costs what a known one costs.
   * @param now milliseconds since the epoch
   */
  verify(account: Account | undefined, presented: string, now: number): Promise<SecretMatch>;
}

const plainDecoy = 'no account has this secret';

/** Compares presented secrets with those of accounts: in constant time, and slow hashes not more often than needed. */
export function secretVerifier(directory: Pick<Directory, 'decoy'>): SecretVerifier {
  const memory = slowHashMemory();

  /** `undefined`: only a derivation tells. */
  function tellAtOnce(value: string, presented: string, presentedDigest: Buffer): boolean | undefined {
    if (!looksHashed(value)) return timingSafeEqual(presentedDigest, sha256(value));
    if (looksSlow(value)) return memory.remembers(value, presented) || undefined;
    return timingSafeEqual(presentedDigest, parseSha256(value));
  }

  async function compare(
    secrets: readonly Secret[],
    presented: string,
    presentedDigest: Buffer,
    now: number,
  ): Promise<SecretMatch> {
    const told = secrets.map((secret) => tellAtOnce(storedValue(secret), presented, presentedDigest));
    // First of all what can be told at once: a secret that is remembered must not wait while its successor or its
    // predecessor is derived, on every request.
    if (secrets.some((secret, i) => told[i] && isLive(secret, now))) return 'match';
    let expired = told.includes(true);
    for (const [i, secret] of secrets.entries()) {
      if (told[i] !== undefined || !(await memory.verify(storedValue(secret), presented))) continue;
      if (isLive(secret, now)) return 'match';
      expired = true;
    }
    return expired ? 'expired' : 'mismatch';
  }

  return {
    async verify(account, presented, now) {
      const secrets = account?.secrets ?? [];
      // Once, however much is compared: how long a secret is presented is up to a stranger.
      const presentedDigest = sha256(presented);
      const result = await compare(secrets, presented, presentedDigest, now);
      // What fails takes no less long for an account that has no secret, or a cheap one, than where there is none.
      if (result !== 'match') {
        const decoy = directory.decoy ?? plainDecoy;
        if (costOfAll(secrets) < costOfAll([decoy])) await compare([decoy], presented, presentedDigest, now);
      }
      // An empty secret proves nothing, whatever a store may hold.
      return presented === '' ? 'mismatch' : result;
    },
  };
}

function costOfAll(secrets: readonly Secret[]): number {
  return secrets.reduce((cost, secret) => cost + costOf(storedValue(secret)), 0);
}

// Digests of both sides are compared: timingSafeEqual throws on unequal lengths, and length is itself a hint.
function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
