import type { JsonWebKey, KeyObject } from 'node:crypto';
import { type KeyMaterial, keyObjectOf } from './key-material.ts';
import { algorithmsOf, checkedAlgorithms, needsOf, type SignatureAlgorithm } from './signature-algorithm.ts';

/** A key that tokens are verified with. */
export interface BearerKey {
  /** The key's id, as tokens name it. Absent: that of a JWK, or else the key for tokens that name none. */
  readonly kid?: string | undefined;
  /** A shared secret, or a public key. */
  readonly key: KeyMaterial;
  /** Default: those that the key's kind and size allow, or the one of a JWK. */
  readonly algorithms?: readonly SignatureAlgorithm[] | undefined;
}

/** A key that was found fit. */
export interface VerificationKey {
  readonly kid: string | undefined;
  readonly keyObject: KeyObject;
  readonly algorithms: readonly SignatureAlgorithm[];
}

/** @throws TypeError for a key that is unusable, too short, or does not fit the algorithms it is given for. */
export function verificationKey(bearerKey: BearerKey): VerificationKey {
  if (typeof bearerKey !== 'object' || bearerKey === null) {
    throw new TypeError('keys must be a list of keys, such as [{ kid, key }]');
  }
  const { kid, key, algorithms } = bearerKey;
  const id = kid ?? (isJwk(key) ? key.kid : undefined);
  if (id !== undefined && (typeof id !== 'string' || id === '')) {
    throw new TypeError('keys: kid must be a string that is not empty, or absent');
  }
  const name = nameOf(id);
  const keyObject = keyObjectOf(key, 'public', name);
  const fitting = algorithmsOf(keyObject);
  if (fitting.length === 0) {
    throw new TypeError(
      `${name} is too weak, or of a kind that signs no token: give ${needsOf('HS256')}, ${needsOf('RS256')}, ` +
        `${needsOf('ES256')} or ${needsOf('EdDSA')}`,
    );
  }
  const wanted = algorithms ?? (isJwk(key) && typeof key.alg === 'string' ? [key.alg] : undefined);
  const usable = wanted ? checkedAlgorithms(wanted, `${name}: algorithms`) : fitting;
  const misfit = usable.find((algorithm) => !fitting.includes(algorithm));
  if (misfit) throw new TypeError(`${name} does not fit ${misfit}, which takes ${needsOf(misfit)}`);
  return { kid: id, keyObject, algorithms: usable };
}

export function nameOf(kid: string | undefined): string {
  return kid === undefined ? 'keys: the key without a kid' : `keys: the key "${kid}"`;
}

function isJwk(key: KeyMaterial): key is JsonWebKey {
  return typeof key === 'object' && key !== null && 'kty' in key;
}
