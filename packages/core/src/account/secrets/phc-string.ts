import * as crypto from 'node:crypto';
import { decodeBase64 } from '../../request/base64.ts';

/**
 * A hash that is slow to verify, as it is stored: `$id$parameters$salt$hash`
 * (PHC string format, https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md).
 */
export type SlowHash = SlowHashParameters & { readonly hash: Buffer };

export type SlowHashParameters =
  | {
      readonly id: 'scrypt';
      readonly ln: number;
      readonly r: number;
      readonly p: number;
      readonly salt: Buffer;
    }
  | {
      readonly id: 'argon2id';
      /** KiB. */
      readonly m: number;
      readonly t: number;
      readonly p: number;
      readonly salt: Buffer;
    };

// The base64 of 32 bytes, without its padding.
const SHA256_CHARACTERS = 43;

/** Characters of `$sha256$…`. */
export const STORED_SHA256_LENGTH = '$sha256$'.length + SHA256_CHARACTERS;

const sha256Form = /^\$sha256\$([A-Za-z0-9+/]+)$/;
const scryptForm = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;
const argon2idForm =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** What a stored secret says of itself. A hash of a kind that is not supported counts as a slow one. */
export function kindOf(value: string): 'plain' | 'sha256' | 'slow' {
  // Told by its beginning alone for most.
  if (!value.startsWith('$')) return 'plain';
  if (value.startsWith('$sha256$')) return 'sha256';
  return /^\$[a-z0-9-]{1,32}\$/.test(value) ? 'slow' : 'plain';
}

/** Whether a stored secret says of itself that it is a hash, supported or not. */
export function looksHashed(value: string): boolean {
  return kindOf(value) !== 'plain';
}

/** `$sha256$…` of a secret. */
export function storedSha256(secret: string): string {
  return `$sha256$${crypto.hash('sha256', secret, 'base64').slice(0, SHA256_CHARACTERS)}`;
}

/**
 * The hash of `$sha256$…`.
 * @throws TypeError when it is none. The message holds nothing of the value.
 */
export function parseSha256(value: string): Buffer {
  const hash = decodePhcBase64(sha256Form.exec(value)?.[1]);
  if (hash?.length !== 32) throw unusable('$sha256$ and the base64 of 32 bytes, without padding');
  return hash;
}

/**
 * @throws TypeError when it is a hash of an unsupported kind or with unusable parameters. The message holds
 * nothing of the value: what was taken for a hash may be a plain secret.
 */
export function parseSlowHash(value: string): SlowHash {
  switch (value.split('$', 2)[1]) {
    case 'scrypt': {
      const [, ln, r, p, saltText, hashText] = scryptForm.exec(value) ?? [];
      const parts = saltAndHash(saltText, hashText);
      if (!parts) throw unusable('$scrypt$ln=15,r=8,p=1$salt$hash');
      return {
        ...checkedParameters({ id: 'scrypt', ln: Number(ln), r: Number(r), p: Number(p), salt: parts.salt }),
        hash: parts.hash,
      };
    }
    case 'argon2id': {
      const [, m, t, p, saltText, hashText] = argon2idForm.exec(value) ?? [];
      const parts = saltAndHash(saltText, hashText);
      if (!parts) throw unusable('$argon2id$v=19$m=65536,t=3,p=1$salt$hash');
      return {
        ...checkedParameters({ id: 'argon2id', m: Number(m), t: Number(t), p: Number(p), salt: parts.salt }),
        hash: parts.hash,
      };
    }
    default:
      throw new TypeError(
        'a secret that starts with $…$ is taken for a hash, and this kind is not supported: ' +
          'hash it with hashSecret (sha256, scrypt or argon2id)',
      );
  }
}

/**
 * The bounds within which a slow hash can be derived at all, and does not take the machine with it.
 * @throws TypeError naming the parameters.
 */
export function checkedParameters<P extends SlowHashParameters>(parameters: P): P {
  switch (parameters.id) {
    case 'scrypt': {
      const { ln, r, p } = parameters;
      // RFC 7914, section 2: N is less than 2^(128 * r / 8).
      if (!within(ln, 1, 20) || !within(r, 1, 32) || !within(p, 1, 16) || ln >= 16 * r) {
        throw new TypeError('scrypt needs ln of 1 to 20 (to 15 where r is 1), r of 1 to 32 and p of 1 to 16');
      }
      return parameters;
    }
    case 'argon2id': {
      const { m, t, p } = parameters;
      if (!within(p, 1, 16) || !within(m, 8 * p, 2 ** 21) || !within(t, 1, 16)) {
        throw new TypeError('argon2id needs m of 8 * p to 2097152 KiB, t of 1 to 16 and p of 1 to 16');
      }
      if (!('argon2' in crypto)) throw new TypeError('$argon2id$ secrets need Node.js 24.7 or newer');
      return parameters;
    }
  }
}

/**
 * What a stored secret costs to verify, beside others: for a slow hash about the bytes that are written on the way.
 * @throws TypeError as `parseSlowHash`.
 */
export function costOf(value: string): number {
  if (kindOf(value) !== 'slow') return 1;
  const hash = parseSlowHash(value);
  return hash.id === 'scrypt' ? 128 * 2 ** hash.ln * hash.r * hash.p : 1024 * hash.m * hash.t;
}

/** A stored hash that costs what this one costs, of a secret that nobody has. */
export function decoyLike(slowHash: string): string {
  const nobodys = [encodePhcBase64(crypto.randomBytes(16)), encodePhcBase64(crypto.randomBytes(32))];
  return [...slowHash.split('$').slice(0, -2), ...nobodys].join('$');
}

/** Base64 as PHC strings spell it: no padding. */
export function encodePhcBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64').replace(/=+$/, '');
}

function decodePhcBase64(text: string | undefined): Buffer | undefined {
  return text === undefined ? undefined : decodeBase64(text.padEnd(Math.ceil(text.length / 4) * 4, '='));
}

function saltAndHash(saltText: string | undefined, hashText: string | undefined) {
  const salt = decodePhcBase64(saltText);
  const hash = decodePhcBase64(hashText);
  return salt && hash && salt.length >= 8 && hash.length >= 16 && hash.length <= 64
    ? { salt, hash }
    : undefined;
}

function within(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function unusable(form: string): TypeError {
  return new TypeError(`a hashed secret is unusable: its form is ${form}`);
}
