import { constants, createHmac, type KeyObject, sign } from 'node:crypto';

/** Other algorithms that a key could sign with, where nobody asks whether it may. */
export function otherAlgorithms(algorithm: string): readonly string[] {
  const family = algorithm.slice(0, 2);
  if (family === 'RS' || family === 'PS') {
    return ['RS256', 'RS512', 'PS256', 'PS512'].filter((one) => one !== algorithm);
  }
  if (family === 'ES') return ['ES256', 'ES384', 'ES512'].filter((one) => one !== algorithm);
  if (family === 'HS') return ['HS256', 'HS384', 'HS512'].filter((one) => one !== algorithm);
  return [];
}

/** A signature that a careful library does not make: by a key that is for another algorithm. */
export function signWith(algorithm: string, input: string, key: KeyObject): string {
  const hash = `sha${algorithm.slice(2)}`;
  const data = Buffer.from(input);
  switch (algorithm.slice(0, 2)) {
    case 'HS':
      return createHmac(hash, key).update(data).digest('base64url');
    case 'ES':
      return sign(hash, data, { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
    case 'PS':
      return sign(hash, data, {
        key,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      }).toString('base64url');
    default:
      return sign(hash, data, key).toString('base64url');
  }
}
