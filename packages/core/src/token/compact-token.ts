import { decodeBase64Url } from '../request/base64.ts';

/** The header of a token (RFC 7515, section 4.1): what is used of it. Nothing in it is proven yet. */
export interface TokenHeader {
  readonly algorithm: string;
  readonly kid: string | undefined;
  /** `typ`: what kind of token this says it is. */
  readonly type: string | undefined;
}

export type ReadHeader = TokenHeader | { readonly malformed: string };

// ignoreBOM keeps a byte order mark, which JSON does not allow, instead of dropping it.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The header's bytes of `header.payload.signature`, each part canonical base64url (RFC 7515, section 3.1): one
 * token has one spelling. `undefined` for any other text.
 */
export function headerBytesOf(token: string): Buffer | undefined {
  const parts = token.split('.', 4).map(decodeBase64Url);
  return parts.length === 3 && parts.every((part) => part !== undefined) ? parts[0] : undefined;
}

/**
 * The header, read once. A header that would change how the token is to be read is refused: `crit` (no extension
 * is understood here) and `b64` (RFC 7797, section 7: not in a JWT). `jwk`, `jku`, `x5u` and `x5c` are not read.
 */
export function readHeader(bytes: Uint8Array): ReadHeader {
  const header = jsonObject(bytes);
  if (!header) return { malformed: 'the header is not a JSON object' };
  const { alg, kid, typ, crit, b64 } = header;
  if (typeof alg !== 'string') return { malformed: 'alg is not a string' };
  if (kid !== undefined && typeof kid !== 'string') return { malformed: 'kid is not a string' };
  if (typ !== undefined && typeof typ !== 'string') return { malformed: 'typ is not a string' };
  if (crit !== undefined) return { malformed: 'crit names an extension, and none is understood' };
  if (b64 !== undefined) return { malformed: 'b64 has no place in a token' };
  return { algorithm: alg, kid, type: typ };
}

/** A JSON object (RFC 8259, UTF-8), frozen throughout: requests share it. `undefined` for anything else. */
export function jsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes));
    return isObject(value) ? frozen(value) : undefined;
  } catch {
    return undefined;
  }
}

/** Not while it is parsed: a function that sees every value costs JSON.parse four times its time. */
function frozen<T extends object>(value: T): T {
  for (const item of Object.values(value)) {
    if (typeof item === 'object' && item !== null) frozen(item);
  }
  return Object.freeze(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
