import { createHmac } from 'node:crypto';
import { decodeBase64Url, headerBytesOf, jsonObject, readHeader } from '@countersign/core';

/** What a signed token holds: JSON, frozen throughout. */
export type SignedContent = Readonly<Record<string, unknown>>;

/** A compact JWS (RFC 7515, section 3.1) that was read. Nothing in it is proven yet. */
export interface SignedToken {
  readonly algorithm: string;
  readonly content: SignedContent;
  /** What the signature is over. */
  readonly signed: string;
  /** As it was sent, in base64url. */
  readonly signature: string;
}

export interface MalformedToken {
  readonly malformed: string;
}

/**
 * A token of three parts, each canonical base64url: one token has one spelling. A header that would change how it is
 * read (`crit`, `b64`) is refused; keys and addresses that a header names are not looked at.
 */
export function readSignedToken(token: string): SignedToken | MalformedToken {
  const headerBytes = headerBytesOf(token);
  if (!headerBytes) return { malformed: 'not three parts of canonical base64url (RFC 7515, section 3.1)' };
  const header = readHeader(headerBytes);
  if ('malformed' in header) return header;
  const signed = token.slice(0, token.lastIndexOf('.'));
  const content = jsonObject(decodeBase64Url(signed.slice(signed.indexOf('.') + 1)) ?? new Uint8Array());
  if (!content) return { malformed: 'the payload is not a JSON object' };
  return { algorithm: header.algorithm, content, signed, signature: token.slice(signed.length + 1) };
}

/** The one algorithm: HMAC with SHA-256 (RFC 7518, section 3.2), in base64url. A secret of any length, as UTF-8. */
export function hs256(signed: string, secret: string | Uint8Array): string {
  return createHmac('sha256', secret).update(signed).digest('base64url');
}

export type Lifetime = { readonly endsAt: number | undefined } | MalformedToken;

// The last instant that has a date (ECMA-262).
const LATEST = 8.64e15;

/** `exp` in milliseconds since the epoch, where there is one: a number of seconds (RFC 7519, section 4.1.4). */
export function lifetimeOf({ exp }: SignedContent): Lifetime {
  if (exp === undefined) return { endsAt: undefined };
  if (typeof exp !== 'number' || exp < 0 || exp * 1000 > LATEST) {
    return { malformed: 'exp is not a number of seconds since the epoch' };
  }
  return { endsAt: exp * 1000 };
}
