import { createHmac, createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { SlowHash } from './phc-string.ts';
import { deriveSlowHash } from './slow-hash.ts';

const REMEMBERED_SECRETS = 10_000;
const REMEMBERED_FOR_MS = 60_000;
const PENDING_LIMIT = 64;

export interface SlowHashMemory {
  /**
   * @throws Error when too many slow verifications are under way: the caller answers `unavailable`.
   */
  verify(stored: string, parsed: SlowHash, presented: string): Promise<boolean>;
}

/**
 * Verifies slow hashes, each right secret once a minute: a slow hash must not become the way to take the
 * server down. What is remembered is keyed by the stored hash and the presented secret together, under a
 * key of this process, so a changed or removed secret is never remembered past the change. Wrong secrets
 * are not remembered; how many are being verified at one time is bounded.
 */
export function slowHashMemory(): SlowHashMemory {
  const processKey = createSecretKey(randomBytes(32));
  const proven = new LRUCache<string, true>({ max: REMEMBERED_SECRETS, ttl: REMEMBERED_FOR_MS });
  const pending = new Map<string, Promise<boolean>>();

  async function derive(parsed: SlowHash, presented: string, key: string): Promise<boolean> {
    const derived = await deriveSlowHash(presented, parsed, parsed.hash.length);
    const matches = timingSafeEqual(derived, parsed.hash);
    if (matches) proven.set(key, true);
    return matches;
  }

  return {
    async verify(stored, parsed, presented) {
      const key = createHmac('sha256', processKey)
        .update(stored)
        .update('\0')
        .update(presented)
        .digest('base64');
      if (proven.has(key)) return true;
      const underWay = pending.get(key);
      if (underWay) return underWay;
      if (pending.size >= PENDING_LIMIT) throw new Error('too many secrets are being verified at once');
      const verification = derive(parsed, presented, key).finally(() => pending.delete(key));
      pending.set(key, verification);
      return verification;
    },
  };
}
