import * as crypto from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { deriveSlowHash } from './slow-hash.ts';

describe('scrypt, known answers of RFC 7914, section 12', () => {
  test.each([
    {
      secret: '',
      salt: '',
      ln: 4,
      r: 1,
      p: 1,
      derived:
        '77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442' +
        'fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906',
    },
    {
      secret: 'password',
      salt: 'NaCl',
      ln: 10,
      r: 8,
      p: 16,
      derived:
        'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162' +
        '2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
    },
    {
      secret: 'pleaseletmein',
      salt: 'SodiumChloride',
      ln: 14,
      r: 8,
      p: 1,
      derived:
        '7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2' +
        'd5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
    },
  ])('"$secret" with "$salt"', async ({ secret, salt, ln, r, p, derived }) => {
    const parameters = { id: 'scrypt', ln, r, p, salt: Buffer.from(salt) } as const;
    expect((await deriveSlowHash(secret, parameters, 64)).toString('hex')).toBe(derived);
    expect((await deriveSlowHash(secret, parameters, 32)).toString('hex')).toBe(derived.slice(0, 64));
  });
});

// The reference implementation, phc-winner-argon2, src/test.c, version 0x13.
describe('argon2id, known answers of the reference implementation', () => {
  test.each([
    { m: 65536, t: 2, p: 1, derived: '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7' },
    { m: 256, t: 2, p: 1, derived: '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe' },
    { m: 256, t: 2, p: 2, derived: '6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037' },
  ])('m=$m, t=$t, p=$p, where the running Node has it', async ({ m, t, p, derived }) => {
    const parameters = { id: 'argon2id', m, t, p, salt: Buffer.from('somesalt') } as const;
    const derivation = deriveSlowHash('password', parameters, 32);
    if ('argon2' in crypto) expect((await derivation).toString('hex')).toBe(derived);
    else await expect(derivation).rejects.toThrow(TypeError);
  });
});
