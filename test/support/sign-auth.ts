import { createHash } from 'node:crypto';

interface AuthParts {
  readonly login: string;
  readonly secret: string;
  /** ISO 8601, as it is sent. */
  readonly seed: string;
  readonly nonce?: string | Uint8Array;
  readonly algorithm?: 'sha256' | 'sha1';
}

/** The `auth` object that a Placetopay client sends, written as the provider's own snippets make it. */
export function signAuth({ login, secret, seed, nonce = 'nonce-0001', algorithm = 'sha256' }: AuthParts) {
  const tranKey = createHash(algorithm).update(nonce).update(seed).update(secret).digest('base64');
  return { login, tranKey, nonce: Buffer.from(nonce).toString('base64'), seed };
}
