import type { KeyObject } from 'node:crypto';

/** Curves of 256 bits and more. */
const curves: ReadonlySet<string> = new Set([
  'prime256v1',
  'secp256k1',
  'secp384r1',
  'secp521r1',
  ...[256, 320, 384, 512].flatMap((bits) => [`brainpoolP${bits}r1`, `brainpoolP${bits}t1`]),
]);

const kinds = /^(?:rsa|rsa-pss|ed25519|ed448|ml-dsa-\d\d)$/;

/** What is wrong with a key, RSA keys' length apart, to come after "The certificate". */
export function weaknessOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | undefined {
  if (asymmetricKeyType === 'ec') {
    const { namedCurve = 'unnamed' } = asymmetricKeyDetails ?? {};
    return curves.has(namedCurve) ? undefined : `has a key on a weak curve (${namedCurve})`;
  }
  if (asymmetricKeyType !== undefined && kinds.test(asymmetricKeyType)) return undefined;
  return `has a key of a kind that is not accepted (${asymmetricKeyType ?? 'unknown'})`;
}
