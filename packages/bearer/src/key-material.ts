import { createPrivateKey, createPublicKey, createSecretKey, type JsonWebKey, KeyObject } from 'node:crypto';
import { decodeBase64Url } from '@countersign/core';

/**
 * A key in one of its usual forms. A string or bytes are a shared secret, and nothing else: a PEM key is read by
 * `createPublicKey` or `createPrivateKey` first, so that a public key is never taken for a secret.
 */
export type KeyMaterial = KeyObject | Uint8Array | string | JsonWebKey;

/** What an asymmetric key is for: `public` verifies, `private` signs. */
export type KeyHalf = 'public' | 'private';

const operations = { public: 'verify', private: 'sign' } as const;

/**
 * @param name how the key is called in an error
 * @throws TypeError for what is not a key, and for the other half of a key pair. Never says what the key is.
 */
export function keyObjectOf(material: KeyMaterial, half: KeyHalf, name: string): KeyObject {
  const key = readKey(material, half, name);
  if (key.type === 'secret' || key.type === half) return key;
  throw new TypeError(
    half === 'public'
      ? `${name} is a private key, which does not belong where tokens are only verified: give createPublicKey(key)`
      : `${name} is a public key, and signing takes the private one`,
  );
}

function readKey(material: KeyMaterial, half: KeyHalf, name: string): KeyObject {
  if (material instanceof KeyObject) return material;
  if (typeof material === 'string') return secretKey(Buffer.from(material, 'utf8'), half, name);
  if (material instanceof Uint8Array) return secretKey(material, half, name);
  if (typeof material === 'object' && material !== null) return jwkKey(material, half, name);
  throw new TypeError(`${name} must be a KeyObject, a secret as bytes or string, or a JWK`);
}

function secretKey(bytes: Uint8Array, half: KeyHalf, name: string): KeyObject {
  // The mistake behind algorithm confusion: a text that everybody may read, taken for a secret.
  if (Buffer.from(bytes.subarray(0, 11)).toString('latin1') === '-----BEGIN ') {
    const read = half === 'public' ? 'createPublicKey' : 'createPrivateKey';
    throw new TypeError(`${name} is PEM text, not a secret: give ${read}(pem)`);
  }
  return createSecretKey(bytes);
}

function jwkKey(jwk: JsonWebKey, half: KeyHalf, name: string): KeyObject {
  if (jwk.use !== undefined && jwk.use !== 'sig')
    throw new TypeError(`${name} is a JWK whose use is not sig`);
  const operation = operations[half];
  if (Array.isArray(jwk.key_ops) && !jwk.key_ops.includes(operation)) {
    throw new TypeError(`${name} is a JWK whose key_ops do not hold ${operation}`);
  }
  if (jwk.kty === 'oct') {
    const bytes = typeof jwk.k === 'string' ? decodeBase64Url(jwk.k) : undefined;
    if (!bytes) throw new TypeError(`${name} is a JWK whose k is not base64url`);
    return createSecretKey(bytes);
  }
  if (half === 'private' && jwk.d === undefined) {
    throw new TypeError(`${name} is a public key, and signing takes the private one`);
  }
  try {
    // createPublicKey would derive the public half of a private JWK; the caller is told of it instead.
    return jwk.d === undefined
      ? createPublicKey({ key: jwk, format: 'jwk' })
      : createPrivateKey({ key: jwk, format: 'jwk' });
  } catch {
    throw new TypeError(`${name} is not a usable JWK`);
  }
}
