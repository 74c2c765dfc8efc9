/** Names the mistake behind a rejection, where it can be recognised. Only asked where an explanation is wanted. */

const HALF_HOUR = 1_800_000; // milliseconds
const SHARP = 10_000; // milliseconds

/** `Authorization: eyJ…`: a token without its scheme counts as absent, and its sender wonders why. */
export function absentHint(authorization: string | undefined): string | undefined {
  return authorization?.startsWith('eyJ') && authorization.split('.', 4).length === 3
    ? 'this is a token: put "Bearer " before it'
    : undefined;
}

export function partsHint(credentials: string): string | undefined {
  return /^bearer /i.test(credentials) ? '"Bearer " was put before the token twice' : undefined;
}

export function formHint(credentials: string): string | undefined {
  if (credentials.startsWith('"')) return 'the token is sent without quotes';
  if (credentials.split('.', 6).length === 5)
    return 'five parts make an encrypted token; a signed one is wanted';
  if (credentials.includes('=')) return 'base64url is written without padding';
  if (credentials.includes('+') || credentials.includes('/')) return 'this is base64, base64url is wanted';
  return undefined;
}

export function algorithmHint(algorithm: string, allowed: readonly string[]): string | undefined {
  if (algorithm.toLowerCase() === 'none') return 'an unsigned token proves nothing: sign it';
  const isHmac = (name: string) => name.startsWith('HS');
  if (isHmac(algorithm) && !allowed.some(isHmac)) {
    return 'the token is signed with a shared secret, and a private key is wanted: a public key is never a secret';
  }
  if (!isHmac(algorithm) && allowed.every(isHmac)) {
    return 'the token is signed with a private key, and the shared secret is wanted';
  }
  return undefined;
}

export function lifetimeHint(expiresAt: number, now: number): string | undefined {
  return expiresAt / 1000 > now / 2
    ? 'exp looks like milliseconds: it counts seconds since the epoch'
    : undefined;
}

/** A token that was just made is this far from its `iat` where its issuer took local time for UTC. */
export function zoneHint(issuedAt: number, now: number): string | undefined {
  const off = Math.abs(issuedAt - now);
  const halfHours = Math.round(off / HALF_HOUR);
  if (halfHours === 0 || halfHours > 28 || Math.abs(off - halfHours * HALF_HOUR) > SHARP) return undefined;
  return `if the token was made just now, its issuer's clock is off by ${halfHours / 2} h: a time zone?`;
}
