import { hash, timingSafeEqual } from 'node:crypto';
import type { Account } from '../account.ts';
import type { Directory } from '../directory.ts';
import { looksHashed, parseHashedSecret } from './phc-string.ts';
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

  async function matches(secret: Secret, presented: string, presentedDigest: Buffer): Promise<boolean> {
    const value = storedValue(secret);
    if (!looksHashed(value)) return timingSafeEqual(presentedDigest, sha256(value));
    const hashed = parseHashedSecret(value);
    if (hashed.id === 'sha256') return timingSafeEqual(presentedDigest, hashed.hash);
    return memory.verify(value, hashed, presented);
  }

  return {
    async verify(account, presented, now) {
      const presentedDigest = sha256(presented);
      const secrets = account?.secrets?.length ? account.secrets : undefined;
      let result: SecretMatch = 'mismatch';
      // An empty secret proves nothing, whatever a store may hold.
      for (const secret of secrets ?? [directory.decoy ?? plainDecoy]) {
        if (!(await matches(secret, presented, presentedDigest)) || presented === '') continue;
        if (isLive(secret, now)) result = 'match';
        else if (result === 'mismatch') result = 'expired';
      }
      return secrets ? result : 'mismatch';
    },
  };
}

// Digests of both sides are compared: timingSafeEqual throws on unequal lengths, and length is itself a hint.
function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
