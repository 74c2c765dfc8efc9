import { type BinaryToTextEncoding, hash, randomBytes } from 'node:crypto';
import { faultNamed } from './pair.ts';

/** The four parts of a username token, each as it is sent. */
export interface UsernameToken {
  readonly login: string;
  readonly tranKey: string;
  readonly nonce: string;
  readonly seed: string;
}

export interface UsernameTokenToMake {
  readonly login: string;
  readonly secretKey: string;
  /** Its bytes, or a text whose UTF-8 they are; sent in base64. Default: 16 random bytes. */
  readonly nonce?: string | Uint8Array | undefined;
  /** ISO 8601, as it is sent. Default: the clock's time, such as `2026-01-02T03:04:05+00:00`. */
  readonly seed?: string | undefined;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: (() => number) | undefined;
  /** `sha1` for accounts that may use it. Default `sha256`. */
  readonly algorithm?: 'sha256' | 'sha1' | undefined;
}

export type UsernameTokenFault = keyof typeof faults;

/**
 * `tranKey = Base64(SHA-256(nonce + seed + secretKey))`, over the bytes of the nonce and the seed as it is sent.
 *
 * @throws TypeError for a fault that there is none of
 * @see Placetopay, Authentication
 * @see OASIS Web Services Security UsernameToken Profile 1.1, section 3.1
 */
export function usernameTokenOf(wanted: UsernameTokenToMake, fault?: UsernameTokenFault): UsernameToken {
  const { clock = Date.now } = wanted;
  const made: Making = {
    ...wanted,
    nonce: Buffer.from(wanted.nonce ?? randomBytes(16)),
    seed: wanted.seed ?? seedAt(clock()),
    clock,
    algorithm: wanted.algorithm ?? 'sha256',
  };
  return fault === undefined ? rightToken(made) : faultNamed(faults, fault)(made);
}

/** `2026-01-02T03:04:05+00:00`. @param time milliseconds since the epoch */
export function seedAt(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}+00:00`;
}

interface Making extends UsernameTokenToMake {
  readonly nonce: Buffer;
  readonly seed: string;
  readonly clock: () => number;
  readonly algorithm: 'sha256' | 'sha1';
}

type Hashed = readonly (string | Uint8Array)[];

function rightToken(made: Making): UsernameToken {
  return tokenOver(made, [made.nonce, made.seed, made.secretKey]);
}

/** Where something else is hashed than what should be, or the digest is written otherwise. */
function tokenOver(
  { login, algorithm, nonce, seed }: Making,
  hashed: Hashed,
  encoding: BinaryToTextEncoding = 'base64',
): UsernameToken {
  const bytes = Buffer.concat(hashed.map((part) => Buffer.from(part)));
  return { login, tranKey: hash(algorithm, bytes, encoding), nonce: nonce.toString('base64'), seed };
}

const hour = 3_600_000;
const sixMinutes = 360_000;

const faults = {
  'hex-digest': (made) => tokenOver(made, [made.nonce, made.seed, made.secretKey], 'hex'),
  'hex-digest-encoded': (made) => {
    const token = tokenOver(made, [made.nonce, made.seed, made.secretKey], 'hex');
    return { ...token, tranKey: Buffer.from(token.tranKey).toString('base64') };
  },
  'base64-nonce-hashed': (made) =>
    tokenOver(made, [made.nonce.toString('base64'), made.seed, made.secretKey]),
  sha1: (made) => rightToken({ ...made, algorithm: 'sha1' }),
  'seed-nonce-secret': (made) => tokenOver(made, [made.seed, made.nonce, made.secretKey]),
  'nonce-secret-seed': (made) => tokenOver(made, [made.nonce, made.secretKey, made.seed]),
  'seed-reformatted': (made) => tokenOver(made, [made.nonce, respelled(made.seed), made.secretKey]),
  'local-time-marked-z': (made) =>
    rightToken({ ...made, seed: seedAt(made.clock() - 5 * hour).replace('+00:00', 'Z') }),
  'seed-without-zone': (made) => rightToken({ ...made, seed: withoutZone(made.seed) }),
  'secret-with-newline': (made) => rightToken({ ...made, secretKey: `${made.secretKey}\n` }),
  'secret-with-white-space': (made) => rightToken({ ...made, secretKey: ` ${made.secretKey} ` }),
  'secret-as-tran-key': (made) => ({ ...rightToken(made), tranKey: made.secretKey }),
  'login-and-secret-swapped': (made) => rightToken({ ...made, login: made.secretKey, secretKey: made.login }),
  'nonce-not-base64': (made) => {
    const nonce = `nonce-${made.nonce.toString('hex')}`;
    return { ...rightToken({ ...made, nonce: Buffer.from(nonce) }), nonce };
  },
  'url-safe-base64': (made) => {
    const token = tokenOver(made, [made.nonce, made.seed, made.secretKey], 'base64url');
    return { ...token, nonce: made.nonce.toString('base64url') };
  },
  'seed-in-the-past': (made) => rightToken({ ...made, seed: seedAt(made.clock() - sixMinutes) }),
  'seed-in-the-future': (made) => rightToken({ ...made, seed: seedAt(made.clock() + sixMinutes) }),
} as const satisfies Record<string, (made: Making) => UsernameToken>;

/** The same instant in another text. */
function respelled(seed: string): string {
  const instant = new Date(seed).toISOString();
  return instant === seed ? instant.replace(/\.\d+Z$/, 'Z') : instant;
}

function withoutZone(seed: string): string {
  return seed.replace(/(?:Z|[+-]\d\d:?\d\d)$/, '');
}
