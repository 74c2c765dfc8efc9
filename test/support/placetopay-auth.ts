import { createHash, randomBytes } from 'node:crypto';

interface AuthParts {
  readonly login?: string;
  readonly secretKey?: string;
  readonly nonce?: Uint8Array | string;
  readonly seed?: string;
  readonly algorithm?: 'sha256' | 'sha1';
}

/** `auth` as a Placetopay client makes it, from the provider's documented formula. */
export function placetopayAuth(parts: AuthParts = {}) {
  const { login = 'siteLogin', secretKey = 'siteSecretKey', algorithm = 'sha256' } = parts;
  const nonce = Buffer.from(parts.nonce ?? randomBytes(16));
  const seed = parts.seed ?? seedAt(Date.now());
  const tranKey = createHash(algorithm).update(nonce).update(seed).update(secretKey).digest('base64');
  return { login, tranKey, nonce: nonce.toString('base64'), seed };
}

/** @param time milliseconds since the epoch */
export function seedAt(time: number): string {
  return new Date(time).toISOString();
}
