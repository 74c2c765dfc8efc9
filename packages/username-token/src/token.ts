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
  const login = textOf(parts, 'login');
  if (typeof login !== 'string') return login;
  const tranKey = textOf(parts, 'tranKey');
  if (typeof tranKey !== 'string') return tranKey;
  const nonceText = textOf(parts, 'nonce');
  if (typeof nonceText !== 'string') return nonceText;
  const seedText = textOf(parts, 'seed');
  if (typeof seedText !== 'string') return seedText;

  // Lone surrogates too: they have no UTF-8, and neither has a place in an id that is looked up.
  if (/[\p{Cc}\p{Cs}]/u.test(login)) return malformed('login', 'holds a control character');
  const digest = decodeBase64(tranKey);
  if (!digest) return malformed('tranKey', notBase64);
  const nonce = decodeBase64(nonceText);
  if (!nonce) return malformed('nonce', notBase64);
  const seed = parseSeed(seedText);
  if (!seed) return malformed('seed', 'is not an ISO 8601 date and time with a zone');
  return { login, digest, nonce, seed };
}

/** Whom a token names, whatever the rest of it is. */
export function loginOf(parts: object): string | undefined {
  const login = textOf(parts, 'login');
  return typeof login === 'string' ? login : undefined;
}

/** Of own properties only: what an object inherits was not sent. */
export function ownValue(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;
}

const notBase64 = 'is not canonical base64 (RFC 4648, standard alphabet, padded)';

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
