import { timingSafeEqual } from 'node:crypto';
import type { Account, DigestAlgorithm } from '@countersign/core';
import { algorithmOf, allowsDigest, digestOf } from '../digest.ts';
import type { UsernameToken } from '../token.ts';
import { type Hint, noHint, plainSecrets } from './hint.ts';
import { spellingsOf } from './seed-spellings.ts';

/** What was done wrong to make a digest that does not match, where one wrong step explains it. */
export function digestMistake(token: UsernameToken, account: Account): Hint {
  const sent = digestSent(token.digest);
  for (const secret of plainSecrets(account)) {
    if (isSecretItself(token.digest, secret)) return secretAsTranKey;
    if (!sent) continue;
    for (const { parts, mistake } of preimages(token, secret)) {
      if (!timingSafeEqual(digestOf(sent.algorithm, ...parts), sent.digest)) continue;
      const { hint } = algorithmMistake({ ...token, digest: sent.digest }, account);
      return { hint: [sent.mistake, mistake, hint].filter((text) => text !== undefined).join('; ') };
    }
  }
  return noHint;
}

/** Which digest the account wants, where this one is of another kind. */
export function algorithmMistake(token: UsernameToken, account: Account): Hint {
  if (allowsDigest(account, token)) return noHint;
  const wanted = algorithmOf(token.digest) === 'sha1' ? 'SHA-256' : 'SHA-1';
  return { hint: `make the digest with ${wanted}: this account takes no other` };
}

export const secretAsTranKey: Hint = {
  hint: 'tranKey is the secret itself: send Base64(SHA-256(nonce + seed + secretKey)), and renew the secret',
};

interface DigestSent {
  readonly digest: Buffer;
  readonly algorithm: DigestAlgorithm;
  readonly mistake?: string;
}

/** The digest that the client had, also where it sent its hexadecimal text, as it is or as base64. */
function digestSent(bytes: Buffer): DigestSent | undefined {
  const algorithm = algorithmOf(bytes);
  if (algorithm) return { digest: bytes, algorithm };
  return (
    fromHex(bytes.toString('base64'), 'tranKey is the digest in hexadecimal: send the base64 of its bytes') ??
    fromHex(bytes.toString('latin1'), 'tranKey is the base64 of hexadecimal text: encode the raw bytes')
  );
}

function fromHex(text: string, mistake: string): DigestSent | undefined {
  const digest = /^[0-9a-f]{40,64}$/i.test(text) ? Buffer.from(text, 'hex') : undefined;
  const algorithm = digest && algorithmOf(digest);
  return algorithm && { digest, algorithm, mistake };
}

/** Sent as it is, where it happens to be base64, or as the base64 of its text. */
function isSecretItself(bytes: Buffer, secret: string): boolean {
  return bytes.toString('base64') === secret || bytes.equals(Buffer.from(secret));
}

interface Preimage {
  readonly parts: readonly (string | Buffer)[];
  /** Absent: it is what should be hashed. */
  readonly mistake?: string;
}

/** What clients hash: what they should, and each mistake by itself. */
function* preimages({ nonce, seed, login }: UsernameToken, secret: string): Iterable<Preimage> {
  const { text } = seed;
  yield { parts: [nonce, text, secret] };
  yield {
    parts: [nonce.toString('base64'), text, secret],
    mistake: 'the base64 text of the nonce was hashed: hash its decoded bytes',
  };

  const order = 'the order is nonce + seed + secretKey, and this digest was made with';
  yield { parts: [text, nonce, secret], mistake: `${order} seed + nonce + secretKey` };
  yield { parts: [nonce, secret, text], mistake: `${order} nonce + secretKey + seed` };
  yield { parts: [text, secret, nonce], mistake: `${order} seed + secretKey + nonce` };
  yield { parts: [secret, nonce, text], mistake: `${order} secretKey + nonce + seed` };
  yield { parts: [secret, text, nonce], mistake: `${order} secretKey + seed + nonce` };
  yield { parts: [nonce, text], mistake: `${order} nonce + seed alone` };

  for (const padded of whiteSpaceAround(secret)) {
    yield {
      parts: [nonce, text, padded],
      mistake: 'the secret was hashed with other white space around it than it has',
    };
  }
  yield {
    parts: [nonce, text, login],
    mistake: 'the login was hashed in place of the secret: look whether the two are swapped',
  };
  for (const spelling of spellingsOf(seed)) {
    yield {
      parts: [nonce, spelling, secret],
      mistake: 'the seed was formatted again after hashing: hash the text that is sent',
    };
  }
}

function whiteSpaceAround(secret: string): string[] {
  const around = ['\n', '\r\n', ' ', '\t'].flatMap((space) => [
    secret + space,
    space + secret,
    space + secret + space,
  ]);
  return [secret.trim(), ...around].filter((variant) => variant !== secret);
}
