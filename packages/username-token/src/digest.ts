import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  type Account,
  type DigestAlgorithm,
  isLive,
  looksHashed,
  type SecretMatch,
  storedValue,
} from '@countersign/core';
import type { UsernameToken } from './token.ts';

/** The algorithm that a digest of this length was made with; `undefined` where no client's is that long. */
export function algorithmOf(digest: Uint8Array): DigestAlgorithm | undefined {
  if (digest.length === 32) return 'sha256';
  return digest.length === 20 ? 'sha1' : undefined;
}

/** The digest of these parts one after another, nothing between them; texts as UTF-8. */
export function digestOf(algorithm: DigestAlgorithm, ...parts: readonly (string | Uint8Array)[]): Buffer {
  const bytes = parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part));
  return hash(algorithm, Buffer.concat(bytes), 'buffer');
}

/** Whether the account may use what the token's digest was made with. Default: SHA-256 alone. */
export function allowsDigest({ digests = ['sha256'] }: Account, { digest }: UsernameToken): boolean {
  return digests.some((allowed) => allowed === algorithmOf(digest));
}

// Of the two lengths and used again: what is expected is made and compared in one step.
const expected = { sha256: Buffer.alloc(32), sha1: Buffer.alloc(20) };

/** Whether a digest is the one of a nonce and a text, told in a time that says nothing of what is expected. */
function isDigestOf(
  algorithm: DigestAlgorithm,
  digest: Uint8Array,
  nonce: Uint8Array,
  text: string,
): boolean {
  const wanted = expected[algorithm];
  // By way of a string: a Buffer that the hash makes costs twice as much.
  wanted.write(hash(algorithm, preimage(nonce, text), 'binary'), 'latin1');
  return digest.length === wanted.length && timingSafeEqual(digest, wanted);
}

/** A nonce and a text in UTF-8, in one piece. */
function preimage(nonce: Uint8Array, text: string): Buffer {
  const bytes = Buffer.allocUnsafe(nonce.length + Buffer.byteLength(text));
  bytes.set(nonce);
  bytes.write(text, nonce.length);
  return bytes;
}

// Nobody knows it; a match with it counts for nothing all the same.
const decoy = randomBytes(16).toString('base64');

/**
 * Whether the digest of a token was made with a secret of the account. An unknown account costs what a known one
 * costs, and a digest of an algorithm or a length that is not allowed costs what an allowed one costs.
 *
 * @param now milliseconds since the epoch
 * @throws TypeError when a secret of the account is stored as a hash.
 */
export function proveDigest(token: UsernameToken, account: Account | undefined, now: number): SecretMatch {
  const { digest, nonce, seed } = token;
  const algorithm = algorithmOf(digest) ?? 'sha256';
  const secrets = account?.secrets?.length ? account.secrets : undefined;
  let result: SecretMatch = 'mismatch';
  for (const secret of secrets ?? [decoy]) {
    const value = storedValue(secret);
    if (account && looksHashed(value)) throw storedAsHash(account);
    const matches = isDigestOf(algorithm, digest, nonce, seed.text + value);
    // A digest over an empty secret is one that anybody can make, whatever a store may hold.
    if (!matches || value === '') continue;
    if (isLive(secret, now)) result = 'match';
    else if (result === 'mismatch') result = 'expired';
  }
  return secrets ? result : 'mismatch';
}

function storedAsHash({ id }: Account): TypeError {
  return new TypeError(
    `a secret of the account "${id}" is stored as a hash: a username token can only be verified with the secret itself`,
  );
}
