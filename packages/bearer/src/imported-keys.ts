import type { KeyObject, webcrypto } from 'node:crypto';
import type { SignatureAlgorithm } from './signature-algorithm.ts';
import type { VerificationKey } from './verification-key.ts';

/** A key as `jose` takes it fastest. */
type ImportedKey = KeyObject | webcrypto.CryptoKey;

/** Imports a secret once for each algorithm: `jose` would do it for every token. It remembers a public key by itself. */
export function importedKeys(): (key: VerificationKey, algorithm: SignatureAlgorithm) => ImportedKey {
  const secrets = new WeakMap<VerificationKey, Map<SignatureAlgorithm, ImportedKey>>();

  return (key, algorithm) => {
    const { keyObject } = key;
    if (keyObject.type !== 'secret') return keyObject;
    const byAlgorithm = secrets.get(key) ?? new Map<SignatureAlgorithm, ImportedKey>();
    secrets.set(key, byAlgorithm);
    const known = byAlgorithm.get(algorithm);
    if (known) return known;
    const hash = `SHA-${algorithm.slice(2)}`;
    const imported = keyObject.toCryptoKey({ name: 'HMAC', hash }, false, ['verify']);
    byAlgorithm.set(algorithm, imported);
    return imported;
  };
}
