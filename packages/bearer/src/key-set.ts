import { type BearerKey, nameOf, type VerificationKey, verificationKey } from './verification-key.ts';

/** The keys that tokens are verified with, while they rotate. In force from the next request on. */
export interface KeySet {
  /** @param kid as the token names it; absent: the key for tokens that name none */
  find(kid: string | undefined): VerificationKey | undefined;
  /** @throws TypeError for an unusable key, and for a `kid` that is already there: remove the old key first. */
  add(key: BearerKey): void;
  /** Every token that this key proved stops at once. Whether there was such a key. */
  remove(kid: string | undefined): boolean;
  keys(): Iterable<VerificationKey>;
}

/**
 * Keys by their `kid`. To rotate: add the new key, let the issuer sign with it, remove the old one when the last
 * of its tokens has expired, or at once where it has leaked.
 *
 * @throws TypeError for an unusable key, and for two with one `kid` or two without.
 */
export function keySet(keys: Iterable<BearerKey>): KeySet {
  // A kid comes from a token that nothing proves yet: it is looked up here and is nothing else, no path, no address.
  const byId = new Map<string | undefined, VerificationKey>();

  function add(key: BearerKey): void {
    const usable = verificationKey(key);
    if (byId.has(usable.kid)) throw new TypeError(`${nameOf(usable.kid)} is there twice`);
    byId.set(usable.kid, usable);
  }

  for (const key of keys) add(key);
  return {
    find: (kid) => byId.get(kid),
    add,
    remove: (kid) => byId.delete(kid),
    keys: () => byId.values(),
  };
}
