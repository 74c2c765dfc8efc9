import { decodeBase64 } from '@countersign/core';
import { parseSeed, type Seed } from './seed.ts';

/** A username token, in whatever form it was sent. */
export interface UsernameToken {
  readonly login: string;
  /** What `tranKey` holds: any bytes, until it is compared. */
  readonly digest: Buffer;
  /** Bytes, decoded once: real clients send digits, base64 text and bytes that are no text. */
  readonly nonce: Buffer;
  readonly seed: Seed;
}

export const TOKEN_PARTS = ['login', 'tranKey', 'nonce', 'seed'] as const;
export type TokenPart = (typeof TOKEN_PARTS)[number];

export interface MalformedToken {
  readonly malformed: TokenPart;
  /** What is wrong with it, after its name: `is missing`. */
  readonly problem: string;
}

// Characters that are parsed at all: well past what any client sends.
const limits: Record<TokenPart, number> = { login: 1024, tranKey: 128, nonce: 1024, seed: 64 };

/** The token in the own properties `login`, `tranKey`, `nonce` and `seed`. Nothing is coerced, the rest is ignored. */
export function parseToken(parts: object): UsernameToken | MalformedToken {
  const texts = textsOf(parts);
  if ('malformed' in texts) return texts;
  // Lone surrogates too: they have no UTF-8, and neither has a place in an id that is looked up.
  if (/[\p{Cc}\p{Cs}]/u.test(texts.login)) return malformed('login', 'holds a control character');
  const digest = decodeBase64(texts.tranKey);
  if (!digest) return malformed('tranKey', notBase64);
  const nonce = decodeBase64(texts.nonce);
  if (!nonce) return malformed('nonce', notBase64);
  const seed = parseSeed(texts.seed);
  if (!seed) return malformed('seed', 'is not an ISO 8601 date and time with a zone');
  return { login: texts.login, digest, nonce, seed };
}

/** Whom a token names, whatever the rest of it is. */
export function loginOf(parts: object): string | undefined {
  const login = textOf(parts, 'login');
  return typeof login === 'string' ? login : undefined;
}

/** Of own properties only: what an object inherits was not sent. */
export function ownValue(object: object, name: string): unknown {
  return Object.getOwnPropertyDescriptor(object, name)?.value;
}

const notBase64 = 'is not canonical base64 (RFC 4648, standard alphabet, padded)';

function textsOf(parts: object): Record<TokenPart, string> | MalformedToken {
  const texts: Record<TokenPart, string> = { login: '', tranKey: '', nonce: '', seed: '' };
  for (const part of TOKEN_PARTS) {
    const text = textOf(parts, part);
    if (typeof text !== 'string') return text;
    texts[part] = text;
  }
  return texts;
}

function textOf(parts: object, part: TokenPart): string | MalformedToken {
  const value = ownValue(parts, part);
  if (value === undefined) return malformed(part, 'is missing');
  if (typeof value !== 'string') return malformed(part, 'is not a string');
  if (value === '') return malformed(part, 'is empty');
  if (value.length > limits[part]) return malformed(part, `is longer than ${limits[part]} characters`);
  return value;
}

function malformed(part: TokenPart, problem: string): MalformedToken {
  return { malformed: part, problem };
}
