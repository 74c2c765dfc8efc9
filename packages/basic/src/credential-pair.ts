import { isUtf8 } from 'node:buffer';
import { decodeBase64 } from '@countersign/core';

/** What Basic carries: an id and a secret. */
export interface CredentialPair {
  readonly id: string;
  readonly secret: string;
}

export type ParsedPair = CredentialPair | { readonly malformed: string };

/**
 * `base64(id:secret)`, as RFC 7617 section 2 says: canonical base64, UTF-8, no control characters, split at the
 * first colon, so that a secret may hold more of them.
 */
export function parsePair(credentials: string): ParsedPair {
  const bytes = decodeBase64(credentials);
  if (!bytes) return { malformed: 'not canonical base64 (RFC 4648, standard alphabet, padded)' };
  if (!isUtf8(bytes)) return { malformed: 'not UTF-8' };
  // A byte order mark stays the character it is: an id that starts with one is another id.
  const text = bytes.toString('utf8');
  if (/[\x00-\x1f\x7f]/.test(text)) return { malformed: 'a control character' };
  const colon = text.indexOf(':');
  if (colon === -1) return { malformed: 'no colon between id and secret' };
  if (colon === 0) return { malformed: 'no id before the colon' };
  return { id: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/**
 * The pair as a client meant it that form-encoded both parts first (RFC 6749, section 2.3.1).
 * `undefined` where decoding changes nothing or is not possible.
 */
export function formDecoded({ id, secret }: CredentialPair): CredentialPair | undefined {
  try {
    const decoded = { id: formDecode(id), secret: formDecode(secret) };
    return decoded.id === id && decoded.secret === secret ? undefined : decoded;
  } catch {
    return undefined;
  }
}

/** @throws URIError for a `%` that is not an escape of UTF-8. */
function formDecode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
