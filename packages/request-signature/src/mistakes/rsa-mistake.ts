import { constants, hash, type KeyObject, verify } from 'node:crypto';
import { type Account, type InboundRequest, publicKeysOf } from '@countersign/core';
import { canonicalRequest } from '../rsa/canonical-request.ts';
import { type Hint, safeHint } from './hint.ts';
import { hexForBase64 } from './signature-form-mistake.ts';
import { likelyAuthority, wrongTexts } from './wrong-texts.ts';

const LONGEST_SHOWN = 200;

const nothing = new Uint8Array();

export interface RefusedSignature {
  readonly account: Account;
  readonly signature: Buffer;
  readonly request: InboundRequest;
  readonly body: Uint8Array;
  readonly authorities: readonly string[];
  /** What else a client may have taken for the host. */
  readonly otherAuthorities: readonly string[];
}

/** What was done wrong to make a signature that does not hold, where one wrong step explains it. */
export function rsaMistake(refused: RefusedSignature): Hint {
  return safeHint(() => mistakeIn(refused));
}

function mistakeIn(refused: RefusedSignature): Hint {
  const { account, signature } = refused;
  const keys = publicKeysOf(account);
  if (keys.length === 0) return { hint: 'this account has no public key here to verify a signature with' };
  for (const key of keys) {
    // Hexadecimal digits are base64 digits too.
    const digits = signature.toString('base64');
    const fromHex = /^[0-9a-f]+$/i.test(digits) && Buffer.from(digits, 'hex').length === sizeOf(key);
    if (fromHex || isHexText(signature, key)) return hexForBase64;
    const way = wrongWay(refused, key);
    if (way) return { hint: way };
    for (const { text, mistake } of wrongTexts(refused)) {
      if (verify('sha256', text, { key, padding: constants.RSA_PKCS1_PADDING }, signature))
        return { hint: mistake };
    }
  }
  if (keys.every((key) => signature.length !== sizeOf(key))) {
    const sizes = keys.map(sizeOf).join(' or ');
    return {
      hint: `the signature is ${signature.length} bytes long, and a key of this account makes ${sizes}`,
    };
  }
  return {
    hint: `sign ${startOf(refused)}, then the body without white space, with the key of this account`,
  };
}

/** What the text starts with that is to be signed. A query may hold anything: it is not shown. */
function startOf({ request, authorities }: RefusedSignature): string {
  const authority = likelyAuthority(request, authorities);
  const [path = ''] = request.target.split('?', 1);
  const start = canonicalRequest({
    method: request.method,
    url: `https://${authority}${path}`,
    body: nothing,
  });
  return `"${start.toString().slice(0, LONGEST_SHOWN)}"`;
}

/** The right text, signed another way. */
function wrongWay(
  { signature, request, body, authorities }: RefusedSignature,
  key: KeyObject,
): string | undefined {
  const pkcs1 = { key, padding: constants.RSA_PKCS1_PADDING };
  for (const authority of authorities) {
    const text = canonicalRequest({
      method: request.method,
      url: `https://${authority}${request.target}`,
      body,
    });
    const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
    if (verify('sha256', text, pss, signature))
      return 'the padding is PSS: sign with PKCS #1 v1.5 (SHA256withRSA)';
    for (const algorithm of ['sha1', 'sha384', 'sha512']) {
      if (verify(algorithm, text, pkcs1, signature))
        return `the digest is ${algorithm.toUpperCase()}: sign with SHA-256`;
    }
    for (const digest of [
      hash('sha256', text, 'buffer'),
      hash('sha256', text, 'hex'),
      hash('sha256', text, 'base64'),
    ]) {
      if (verify('sha256', Buffer.from(digest), pkcs1, signature)) {
        return 'the text was hashed before it was signed: signing hashes it already';
      }
    }
  }
  return undefined;
}

/** The base64 of hexadecimal text. */
function isHexText(signature: Buffer, key: KeyObject): boolean {
  return signature.length === 2 * sizeOf(key) && /^[0-9a-f]+$/i.test(signature.toString('latin1'));
}

function sizeOf(key: KeyObject): number {
  return Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
}
