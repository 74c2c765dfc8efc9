import type { KeyObject } from 'node:crypto';

/** RSA keys shorter than this have been refused by public authorities since 2014. */
const MIN_RSA_BITS = 2048;

/** Curves of 256 bits and more. */
const curves: ReadonlySet<string> = new Set([
  'prime256v1',
  'secp256k1',
  'secp384r1',
  'secp521r1',
  ...[256, 320, 384, 512].flatMap((bits) => [`brainpoolP${bits}r1`, `brainpoolP${bits}t1`]),
]);

const others = /^(?:ed25519|ed448|ml-dsa-\d\d)$/;

/** Why a certificate with this key is not trusted, to come after its subject in a sentence. */
export function weaknessOf({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): string | undefined {
  const type: string = asymmetricKeyType ?? 'unknown';
  const { modulusLength = 0, publicExponent = 0n, namedCurve = 'unnamed' } = asymmetricKeyDetails;
  if (type === 'rsa' || type === 'rsa-pss') {
    // Everybody can sign for an exponent of 1.
    if (publicExponent < 3n) return `has an RSA key with the exponent ${publicExponent}`;
    return modulusLength < MIN_RSA_BITS ? `has an RSA key of ${modulusLength} bits` : undefined;
  }
  if (type === 'ec') return curves.has(namedCurve) ? undefined : `has a key on a weak curve (${namedCurve})`;
  return others.test(type) ? undefined : `has a key of a kind that is not accepted (${type})`;
}
