import { constants, createHmac, type KeyObject, sign } from 'node:crypto';

interface TokenParts {
  /** An object, or the very text of the header. */
  readonly header: object | string;
  readonly claims: object | string;
  readonly key: KeyObject | Uint8Array | string;
  /** What is signed with, where it is not what the header says. */
  readonly algorithm?: string;
}

/** A compact JWS made with node:crypto alone, so that the code under test does not check its own work. */
export function signedToken({ header, claims, key, algorithm }: TokenParts): string {
  const alg = algorithm ?? (typeof header === 'object' && 'alg' in header ? String(header.alg) : 'HS256');
  const input = `${base64url(header)}.${base64url(claims)}`;
  return `${input}.${signatureOf(input, key, alg).toString('base64url')}`;
}

export function base64url(part: object | string): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

function signatureOf(input: string, key: TokenParts['key'], algorithm: string): Buffer {
  const family = algorithm.slice(0, 2);
  const hash = `sha${algorithm.slice(2)}`;
  if (family === 'HS') return createHmac(hash, key).update(input).digest();
  if (typeof key === 'string' || key instanceof Uint8Array) throw new TypeError('a private key is needed');
  const data = Buffer.from(input);
  if (family === 'RS') return sign(hash, data, key);
  if (family === 'PS') {
    return sign(hash, data, {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    });
  }
  if (family === 'ES') return sign(hash, data, { key, dsaEncoding: 'ieee-p1363' });
  return sign(null, data, key);
}
