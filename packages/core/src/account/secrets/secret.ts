/**
 * One live credential of an account: the secret itself, or a PHC string made by `hashSecret`
 * (`$sha256$…`, `$scrypt$…`, `$argon2id$…`). A secret that starts as one of these does is taken for a hash.
 */
export type Secret = string | SecretWithEnd;

export interface SecretWithEnd {
  readonly value: string;
  /** Milliseconds since the epoch. From then on the secret is expired. */
  readonly notAfter?: number | undefined;
}

export function storedValue(secret: Secret): string {
  return typeof secret === 'string' ? secret : secret.value;
}

export function isLive(secret: Secret, now: number): boolean {
  return typeof secret === 'string' || secret.notAfter === undefined || now < secret.notAfter;
}
