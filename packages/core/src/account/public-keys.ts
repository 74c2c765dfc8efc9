import { createPublicKey, KeyObject } from 'node:crypto';
import type { Account } from './account.ts';

/** A public key that an account signs its requests with: a `KeyObject`, or PEM text (`-----BEGIN PUBLIC KEY-----`). */
export type PublicKeyMaterial = KeyObject | string;

const LEAST_BITS = 2048;
// Verifying with a larger one would cost a stranger nothing and this server much.
const MOST_BITS = 8192;

// Keyed by the list itself: replacing an account's list replaces what is remembered of it.
const parsedKeys = new WeakMap<readonly PublicKeyMaterial[], readonly KeyObject[]>();

/**
 * The RSA keys of an account, read once.
 * @throws TypeError naming the account, for what is no RSA public key of 2048 to 8192 bits. Never says what it is.
 */
export function publicKeysOf({ id, publicKeys = [] }: Account): readonly KeyObject[] {
  let keys = parsedKeys.get(publicKeys);
  if (!keys) {
    keys = publicKeys.map((key) => publicKeyOf(key, `a public key of "${id}"`));
    parsedKeys.set(publicKeys, keys);
  }
  return keys;
}

function publicKeyOf(material: PublicKeyMaterial, name: string): KeyObject {
  const key = readKey(material, name);
  if (key.type !== 'public') {
    throw new TypeError(
      `${name} is not the public half of a key pair: give createPublicKey(key), and keep the private key with its owner`,
    );
  }
  const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType !== 'rsa' || modulusLength < LEAST_BITS || modulusLength > MOST_BITS) {
    throw new TypeError(`${name} must be an RSA key of ${LEAST_BITS} bits or more, at most ${MOST_BITS}`);
  }
  // With 1, every signature is one that anybody can make.
  if (publicExponent < 3n)
    throw new TypeError(`${name} must have a public exponent of 3 or more, such as 65537`);
  return key;
}

function readKey(material: PublicKeyMaterial, name: string): KeyObject {
  if (material instanceof KeyObject) return material;
  // createPublicKey would take the public half of a private key, and say nothing.
  if (typeof material === 'string' && !material.includes('PRIVATE KEY')) {
    try {
      return createPublicKey(material);
    } catch {
      // Said below, without what openssl says of it.
    }
  }
  throw new TypeError(`${name} must be a KeyObject or PEM text that starts with -----BEGIN PUBLIC KEY-----`);
}
