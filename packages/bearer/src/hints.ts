import {
  decodeBase64Url,
  headerBytesOf,
  type InboundHeaders,
  type InboundRequest,
  jsonObject,
} from '@countersign/core';

/** Names the mistake behind a rejection, where it can be recognised. Only asked where an explanation is wanted. */

const HALF_HOUR = 1_800_000; // milliseconds
const SHARP = 10_000; // milliseconds

const otherHeaders = ['x-connectpay-api-key', 'x-access-token', 'access-token', 'x-auth-token', 'x-api-key'];

/** Why no token was found: it came without its scheme, or in another place, or it was never asked for. */
export function absentHint({ headers, target }: InboundRequest): string | undefined {
  const [authorization = ''] = headers.all('authorization');
  if (isToken(authorization)) return 'this is a token: put "Bearer " before it';
  if (isToken(authorization.replace(/^bearer[:=]? */i, ''))) return 'write "Bearer", a space, and the token';
  if (isToken(authorization.slice(authorization.indexOf(' ') + 1))) return 'the scheme of a token is Bearer';
  if (/^basic /i.test(authorization)) {
    return 'an id and a secret were sent: get a token with them, and send it after "Bearer "';
  }
  const other = otherHeaders.find((name) => holdsToken(headers, name));
  if (other) return `the token is in ${other}: send it in Authorization, after "Bearer "`;
  return /[?&]access_token=/.test(target)
    ? 'the token is in the URL: send it in Authorization, after "Bearer "'
    : undefined;
}

export function partsHint(credentials: string): string | undefined {
  return /^bearer /i.test(credentials) ? '"Bearer " was put before the token twice' : undefined;
}

/** Where undoing it makes a token, that was it. */
export function formHint(credentials: string): string | undefined {
  if (isCompact(credentials.replace(/^["'](.*)["']$/, '$1'))) return 'the token is sent without quotes';
  if (isCompact(credentials.replace(/^[<{[](.*)[\]}>]$/, '$1'))) return 'the token is sent without brackets';
  if (isCompact(credentials.replace(/=+(?=\.|$)/g, ''))) return 'base64url is written without padding';
  const inBase64Url = credentials
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+(?=\.|$)/g, '');
  if (isCompact(inBase64Url)) return 'this is base64, base64url is wanted';
  return credentials.split('.', 6).filter(Boolean).length === 5
    ? 'five parts make an encrypted token; a signed one is wanted'
    : undefined;
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

/** Whether a token that is not proven says that it is somebody else's. @param issuers whose tokens are taken */
export function issuerHint(token: string, issuers: readonly string[] | undefined): string | undefined {
  const payload = decodeBase64Url(token.split('.', 2)[1] ?? '');
  const claims = payload && jsonObject(payload);
  if (!claims || !issuers || issuers.some((issuer) => issuer === claims.iss)) return undefined;
  return otherIssuerHint(issuers);
}

/** Why no key here proves a token. */
export function keyHint(token: string, issuers: readonly string[] | undefined): string {
  return (
    issuerHint(token, issuers) ??
    'was it issued in another environment, or before the keys were renewed? Get a new one'
  );
}

export function otherIssuerHint(issuers: readonly string[]): string {
  return `the token is of another issuer: get one from ${issuers.join(' or ')}`;
}

/** @param times in milliseconds since the epoch */
export function expiredHint({ issuedAt, expiresAt }: { issuedAt: number; expiresAt: number }, now: number) {
  const expired = `the token expired ${inWords(now - expiresAt)} ago, after ${inWords(expiresAt - issuedAt)}: get a new one`;
  return joined(expired, zoneHint(issuedAt, now));
}

export function joined(...hints: readonly (string | undefined)[]): string | undefined {
  return hints.filter((hint) => hint !== undefined).join('; ') || undefined;
}

/** A token that was just made is this far from its `iat` where its issuer took local time for UTC. */
export function zoneHint(issuedAt: number, now: number): string | undefined {
  const off = Math.abs(issuedAt - now);
  const halfHours = Math.round(off / HALF_HOUR);
  if (halfHours === 0 || halfHours > 28 || Math.abs(off - halfHours * HALF_HOUR) > SHARP) return undefined;
  return `if the token was made just now, its issuer's clock is off by ${halfHours / 2} h: a time zone?`;
}

function holdsToken(headers: InboundHeaders, name: string): boolean {
  const [value = ''] = headers.all(name);
  return isToken(value.replace(/^bearer +/i, ''));
}

/** Whether it looks like one: three parts, the first of them a JSON object in base64url. */
function isToken(text: string): boolean {
  return text.startsWith('eyJ') && text.split('.', 4).length === 3;
}

function isCompact(text: string): boolean {
  return headerBytesOf(text) !== undefined;
}

function inWords(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}
