import * as crypto from 'node:crypto';
import { decodeBase64 } from '../base64.ts';

/**
 * A hashed secret as it is stored: `$id$parameters$salt$hash`
 * (PHC string format, https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md).
 */
export type HashedSecret = { readonly id: 'sha256'; readonly hash: Buffer } | SlowHash;

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

/** Whether a stored secret says of itself that it is a hash, supported or not. */
export function looksHashed(value: string): boolean {
  return /^\$[a-z0-9-]{1,32}\$/.test(value);
}

/**
 * @throws TypeError when it is a hash of an unsupported kind or with unusable parameters; the message holds
 * the kind, never the hash.
 */
export function parseHashedSecret(value: string): HashedSecret {
  const [, id, ...fields] = value.split('$');
  switch (id) {
    case 'sha256': {
      const hash = fields.length === 1 ? decodePhcBase64(fields[0]) : undefined;
      if (hash?.length !== 32)
        throw unusable('sha256', '$sha256$ and the base64 of 32 bytes, without padding');
      return { id, hash };
    }
    case 'scrypt': {
      const [parameters = '', salt, hash] = fields;
      const { ln = 0, r = 0, p = 0 } = parseParameters(parameters);
      const parts = saltAndHash(salt, hash);
      const bounded = ln >= 1 && ln <= 20 && r >= 1 && r <= 32 && p >= 1 && p <= 16;
      if (!parts || !bounded || fields.length !== 3)
        throw unusable('scrypt', '$scrypt$ln=15,r=8,p=1$salt$hash');
      return { id, ln, r, p, ...parts };
    }
    case 'argon2id': {
      const [version, parameters = '', salt, hash] = fields;
      const { m = 0, t = 0, p = 0 } = parseParameters(parameters);
      const parts = saltAndHash(salt, hash);
      const bounded = p >= 1 && p <= 16 && m >= 8 * p && m <= 2 ** 21 && t >= 1 && t <= 16;
      if (!parts || !bounded || version !== 'v=19' || fields.length !== 4) {
        throw unusable('argon2id', '$argon2id$v=19$m=65536,t=3,p=1$salt$hash');
      }
      if (!('argon2' in crypto)) throw new TypeError('$argon2id$ secrets need Node.js 24.7 or newer');
      return { id, m, t, p, ...parts };
    }
    default:
      throw new TypeError(
        `a secret stored as $${id}$… is not supported: hash it with hashSecret (sha256, scrypt or argon2id)`,
      );
  }
}

/** Base64 as PHC strings spell it: no padding. */
export function encodePhcBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
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

function parseParameters(text: string): Partial<Record<string, number>> {
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const [name = '', digits = ''] = pair.split('=');
      return [name, /^[1-9]\d{0,9}$/.test(digits) ? Number(digits) : 0];
    }),
  );
}

function unusable(id: string, form: string): TypeError {
  return new TypeError(`a secret stored as $${id}$… is unusable: its form is ${form}`);
}
