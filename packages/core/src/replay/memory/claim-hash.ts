import { hash, randomBytes } from 'node:crypto';

/** 128 bits, as four unsigned 32-bit words. */
export type ClaimHash = Uint32Array;

/**
 * Hashes what is claimed under a key of this guard's own, so that nobody can aim at a collision. One that happens
 * all the same refuses a claim and accepts none.
 */
export function claimHasher(): (account: string, key: string) => ClaimHash {
  const secret = randomBytes(16).toString('base64');
  // One for all calls: a claim is looked up before the next is hashed.
  const words = new Uint32Array(4);

  return (account, key) => {
    // The length keeps account and key apart, whatever characters they hold. As text: a Buffer costs twice as much.
    const digest = hash('sha256', `${secret}${account.length}:${account}${key}`, 'binary');
    for (let i = 0; i < 4; i += 1) {
      words[i] =
        digest.charCodeAt(4 * i) |
        (digest.charCodeAt(4 * i + 1) << 8) |
        (digest.charCodeAt(4 * i + 2) << 16) |
        (digest.charCodeAt(4 * i + 3) << 24);
    }
    return words;
  };
}
