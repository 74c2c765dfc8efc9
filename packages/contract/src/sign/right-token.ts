import { createPrivateKey, createSecretKey, type KeyObject } from 'node:crypto';
import { type JWTHeaderParameters, SignJWT } from 'jose';

/** What tokens are signed with. */
export interface TokenKey {
  /** Such as `HS256`, `RS256`, `PS256`, `ES256`, `EdDSA`. */
  readonly algorithm: string;
  /** A shared secret, as text or bytes, or a private key, as PEM or a KeyObject. */
  readonly key: string | Uint8Array | KeyObject;
  /** Default: none. */
  readonly kid?: string | undefined;
}

export interface TokenToSign extends TokenKey {
  /** What the token says. `iat` and `exp` are set where they are not among them; `undefined` leaves one out. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** From `iat` to `exp`. Default 300. */
  readonly lifetimeSeconds?: number | undefined;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: (() => number) | undefined;
  /** More of the header, or in place of what is in it: `typ` is `JWT`. `undefined` leaves a member out. */
  readonly header?: Readonly<Record<string, unknown>> | undefined;
}

/** @throws whatever jose says of a key that does not fit */
export async function rightToken(options: TokenToSign): Promise<string> {
  const { algorithm, kid, claims, header, lifetimeSeconds = 300, clock = Date.now } = options;
  const issuedAt = typeof claims.iat === 'number' ? claims.iat : Math.floor(clock() / 1000);
  // What is undefined is not in the JSON.
  const payload = { iat: issuedAt, exp: issuedAt + lifetimeSeconds, ...claims };
  const protectedHeader: Record<string, unknown> = { typ: 'JWT', alg: algorithm, kid, ...header };
  // A name under crit has to be one that the signer knows.
  const crit = Array.isArray(protectedHeader.crit) ? protectedHeader.crit.map(String) : [];
  return new SignJWT(payload)
    .setProtectedHeader(protectedHeader as JWTHeaderParameters)
    .sign(keyOf(options), { crit: Object.fromEntries(crit.map((name) => [name, true])) });
}

export function keyOf({ algorithm, key }: TokenKey): KeyObject {
  if (typeof key === 'object' && !(key instanceof Uint8Array)) return key;
  if (algorithm.startsWith('HS')) return createSecretKey(Buffer.from(key));
  return createPrivateKey({ key: Buffer.from(key), format: 'pem' });
}
