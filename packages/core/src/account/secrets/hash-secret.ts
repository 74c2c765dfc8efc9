import { randomBytes } from 'node:crypto';
import { checkedParameters, encodePhcBase64, storedSha256 } from './phc-string.ts';
import { deriveSlowHash } from './slow-hash.ts';

export type HashSecretOptions =
  | { readonly algorithm: 'sha256' }
  | { readonly algorithm: 'scrypt'; readonly ln?: number; readonly r?: number; readonly p?: number }
  | { readonly algorithm: 'argon2id'; readonly m?: number; readonly t?: number; readonly p?: number };

/**
 * A secret as it may be stored: a PHC string.
 *
 * - `scrypt` (the default; ln=15, r=8, p=1) and `argon2id` (m=65536 KiB, t=3, p=1; Node.js 24.7 or newer)
 *   for secrets that people choose;
 * - `sha256` for keys that were generated with 128 bits of entropy or more, and for those alone.
 *
 * @throws TypeError when the secret is empty, or an option is unusable.
 */
export async function hashSecret(
  secret: string,
  options: HashSecretOptions = { algorithm: 'scrypt' },
): Promise<string> {
  if (typeof secret !== 'string' || secret === '') {
    throw new TypeError('secret must be a string that is not empty');
  }
  const salt = randomBytes(16);
  switch (options.algorithm) {
    case 'sha256':
      return storedSha256(secret);
    case 'scrypt': {
      const { ln = 15, r = 8, p = 1 } = options;
      const derived = await deriveSlowHash(secret, checkedParameters({ id: 'scrypt', ln, r, p, salt }), 32);
      return `$scrypt$ln=${ln},r=${r},p=${p}$${encodePhcBase64(salt)}$${encodePhcBase64(derived)}`;
    }
    case 'argon2id': {
      const { m = 65536, t = 3, p = 1 } = options;
      const derived = await deriveSlowHash(secret, checkedParameters({ id: 'argon2id', m, t, p, salt }), 32);
      return `$argon2id$v=19$m=${m},t=${t},p=${p}$${encodePhcBase64(salt)}$${encodePhcBase64(derived)}`;
    }
    default:
      throw new TypeError('algorithm must be sha256, scrypt or argon2id');
  }
}
