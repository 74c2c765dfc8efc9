import * as crypto from 'node:crypto';
import { promisify } from 'node:util';
import type { SlowHashParameters } from './phc-string.ts';

/** Derives what a slow hash would be for `secret`, off the event loop. */
export async function deriveSlowHash(
  secret: string,
  parameters: SlowHashParameters,
  length: number,
): Promise<Buffer> {
  switch (parameters.id) {
    case 'scrypt': {
      const { ln, r, p, salt } = parameters;
      const N = 2 ** ln;
      return scrypt(secret, salt, length, { N, r, p, maxmem: 256 * N * r + 1024 * 1024 });
    }
    case 'argon2id': {
      const { m, t, p, salt } = parameters;
      return argon2({
        message: secret,
        nonce: salt,
        memory: m,
        passes: t,
        parallelism: p,
        tagLength: length,
      });
    }
  }
}

const scrypt = promisify(crypto.scrypt) as (
  secret: string,
  salt: Buffer,
  length: number,
  options: crypto.ScryptOptions,
) => Promise<Buffer>;

interface Argon2Parameters {
  message: string;
  nonce: Buffer;
  memory: number;
  passes: number;
  parallelism: number;
  tagLength: number;
}

/** `node:crypto` has argon2 from Node.js 24.7 on; parsing refuses such hashes before that. */
function argon2(parameters: Argon2Parameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    crypto.argon2('argon2id', parameters, (error, derived) => (error ? reject(error) : resolve(derived)));
  });
}
