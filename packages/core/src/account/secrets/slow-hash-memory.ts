import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { parseSlowHash } from './phc-string.ts';
import { deriveSlowHash } from './slow-hash.ts';

const REMEMBERED_SECRETS = 10_000;
const REMEMBERED_FOR_MS = 60_000;
const PENDING_LIMIT = 64;

export interface SlowHashMemory {
  /** Whether `presented` was found to be the secret of this stored hash, and has been used within the last minute. */
  remembers(stored: string, presented: string): boolean;
  /**
   * Whether `presented` is the secret of this stored hash, derived.
   * @throws when it cannot be derived, or when too many are being derived: the caller answers `unavailable`.
   */
  verify(stored: string, presented: string): Promise<boolean>;
}

/**
 * Verifies slow hashes, and remembers each right secret until a minute after its last use: a slow hash must not
 * become the way to take the server down. What is remembered is keyed by the stored hash and the presented secret
 * together, under a key of this process, so a changed or removed secret is never remembered past the change. Wrong
 * secrets are not remembered; how many are being verified at one time is bounded.
 */
export function slowHashMemory(): SlowHashMemory {
  const processKey = createSecretKey(randomBytes(32));
  const proven = new LRUCache<string, true>({
    max: REMEMBERED_SECRETS,
    ttl: REMEMBERED_FOR_MS,
    // Who is remembered goes on being served while strangers keep all the slow verifications busy.
    updateAgeOnHas: true,
  });
  const pending = new Map<string, Promise<boolean>>();

  // A stored hash holds no NUL: the two parts cannot run into one another.
  const keyOf = (stored: string, presented: string) =>
    createHmac('sha256', processKey).update(stored).update('\0').update(presented).digest('base64');

  async function derive(stored: string, presented: string, key: string): Promise<boolean> {
    const parsed = parseSlowHash(stored);
    const derived = await deriveSlowHash(presented, parsed, parsed.hash.length);
    const matches = timingSafeEqual(derived, parsed.hash);
    if (matches) proven.set(key, true);
    return matches;
  }

  return {
    remembers: (stored, presented) => proven.has(keyOf(stored, presented)),
    async verify(stored, presented) {
      const key = keyOf(stored, presented);
      const underWay = pending.get(key);
      if (underWay) return underWay;
      if (pending.size >= PENDING_LIMIT) throw new Error('too many secrets are being verified at once');
      const verification = derive(stored, presented, key).finally(() => pending.delete(key));
      pending.set(key, verification);
      return verification;
    },
  };
}
