import * as crypto from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type HashSecretOptions, hashSecret } from './hash-secret.ts';
import { parseSlowHash } from './phc-string.ts';
import { secretVerifier } from './secret-verifier.ts';

const hasArgon2 = 'argon2' in crypto;

const verify = (stored: string, presented: string) =>
  secretVerifier({}).verify({ id: 'a', secrets: [stored] }, presented, 0);

describe('a hashed secret', () => {
  const secret = 'p\u00e4ss:w\u00f6rd \u{1f511}';

  test.each<{ options: HashSecretOptions; form: RegExp; runs?: boolean }>([
    { options: { algorithm: 'sha256' }, form: /^\$sha256\$[A-Za-z0-9+/]{43}$/ },
    {
      options: { algorithm: 'scrypt', ln: 5, r: 4, p: 2 },
      form: /^\$scrypt\$ln=5,r=4,p=2\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
    },
    {
      options: { algorithm: 'argon2id', m: 64, t: 2, p: 1 },
      form: /^\$argon2id\$v=19\$m=64,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
      runs: hasArgon2,
    },
  ])('of $options.algorithm goes there and back', async ({ options, form, runs = true }) => {
    if (!runs) return expect(hashSecret(secret, options)).rejects.toThrow(/need Node.js 24.7 or newer/);
    const stored = await hashSecret(secret, options);
    expect(stored).toMatch(form);
    expect(await verify(stored, secret)).toBe('match');
    expect(await verify(stored, `${secret} `)).toBe('mismatch');
    expect(await verify(stored, stored)).toBe('mismatch');
  });

  test('is scrypt with ln=15, r=8, p=1 unless asked otherwise', async () => {
    expect(parseSlowHash(await hashSecret(secret))).toMatchObject({ id: 'scrypt', ln: 15, r: 8, p: 1 });
  });

  test('of argon2id has m=65536, t=3, p=1 unless asked otherwise', async () => {
    const hashing = hashSecret(secret, { algorithm: 'argon2id' });
    if (hasArgon2)
      expect(parseSlowHash(await hashing)).toMatchObject({ id: 'argon2id', m: 65536, t: 3, p: 1 });
    else await expect(hashing).rejects.toThrow(/need Node.js 24.7 or newer/);
  });

  test('has another salt every time', async () => {
    const options = { algorithm: 'scrypt', ln: 2 } as const;
    expect(await hashSecret(secret, options)).not.toBe(await hashSecret(secret, options));
  });
});

describe('known answers', () => {
  test.each([
    {
      source: 'SHA-256 of "abc", FIPS 180-4',
      secret: 'abc',
      stored: '$sha256$ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0',
    },
    {
      source: 'the documentation of passlib, passlib.hash.scrypt',
      secret: 'password',
      stored: '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E',
    },
  ])('$source', async ({ secret, stored }) => {
    expect(await verify(stored, secret)).toBe('match');
    expect(await verify(stored, secret.toUpperCase())).toBe('mismatch');
  });

  test('phc-winner-argon2, src/test.c', async () => {
    const stored = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
    if (hasArgon2) expect(await verify(stored, 'password')).toBe('match');
    else await expect(verify(stored, 'password')).rejects.toThrow(/need Node.js 24.7 or newer/);
  });
});

describe('wrong options throw', () => {
  test.each([
    { what: 'an empty secret', secret: '', options: undefined, message: /^secret must be a string/ },
    { what: 'no secret', secret: undefined, options: undefined, message: /^secret must be a string/ },
    { what: 'another algorithm', secret: 'x', options: { algorithm: 'md5' }, message: /^algorithm must be/ },
    { what: 'no algorithm', secret: 'x', options: {}, message: /^algorithm must be/ },
    { what: 'ln of 21', secret: 'x', options: { algorithm: 'scrypt', ln: 21 }, message: /^scrypt needs ln/ },
    {
      what: 'N for ln',
      secret: 'x',
      options: { algorithm: 'scrypt', ln: 32768 },
      message: /^scrypt needs ln/,
    },
    {
      what: 'too little memory',
      secret: 'x',
      options: { algorithm: 'argon2id', m: 7 },
      message: /^argon2id needs m/,
    },
  ])('$what', async ({ secret, options, message }) => {
    await expect(hashSecret(secret as string, options as HashSecretOptions)).rejects.toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(message) }),
    );
  });
});
