import * as crypto from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  checkedParameters,
  costOf,
  decoyLike,
  kindOf,
  looksHashed,
  parseSha256,
  parseSlowHash,
} from './phc-string.ts';

const SALT = 'c2FsdHNhbHQ'; // saltsalt
const HASH = 'A'.repeat(43); // 32 bytes

const scrypt = (parameters = 'ln=15,r=8,p=1', salt = SALT, hash = HASH) =>
  `$scrypt$${parameters}$${salt}$${hash}`;
const argon2id = (parameters = 'm=65536,t=3,p=1', version = 'v=19') =>
  `$argon2id$${version}$${parameters}$${SALT}$${HASH}`;

describe('what a stored secret is taken for', () => {
  test.each([
    { value: scrypt(), kind: 'slow' },
    { value: argon2id(), kind: 'slow' },
    { value: `$sha256$${HASH}`, kind: 'sha256' },
    { value: '$2b$10$abc', kind: 'slow' },
    { value: '$sha256', kind: 'plain' },
    { value: 'x$scrypt$', kind: 'plain' },
    { value: '$Scrypt$', kind: 'plain' },
    { value: '$$', kind: 'plain' },
    { value: '$5.00$', kind: 'plain' },
    { value: `$${'a'.repeat(32)}$`, kind: 'slow' },
    { value: `$${'a'.repeat(33)}$`, kind: 'plain' },
    { value: '', kind: 'plain' },
  ])('"$value": $kind', ({ value, kind }) => {
    expect(kindOf(value)).toBe(kind);
    expect(looksHashed(value)).toBe(kind !== 'plain');
  });
});

describe('a scrypt string', () => {
  test('is read', () => {
    expect(parseSlowHash(scrypt('ln=14,r=4,p=2'))).toEqual({
      id: 'scrypt',
      ln: 14,
      r: 4,
      p: 2,
      salt: Buffer.from('saltsalt'),
      hash: Buffer.alloc(32),
    });
  });

  test.each(['ln=1,r=8,p=1', 'ln=20,r=8,p=1', 'ln=15,r=1,p=1', 'ln=16,r=2,p=1', 'ln=15,r=32,p=16'])(
    'with %s can be used',
    (parameters) => {
      expect(parseSlowHash(scrypt(parameters))).toMatchObject({ id: 'scrypt' });
    },
  );

  test.each([
    'ln=0,r=8,p=1',
    'ln=21,r=8,p=1',
    'ln=15,r=0,p=1',
    'ln=15,r=33,p=1',
    'ln=15,r=8,p=0',
    'ln=15,r=8,p=17',
    // RFC 7914: N is less than 2^(128 * r / 8), which with r = 1 is 2^16.
    'ln=16,r=1,p=1',
  ])('with %s, out of bounds, throws', (parameters) => {
    expect(() => parseSlowHash(scrypt(parameters))).toThrow(/^scrypt needs ln of 1 to 20/);
  });

  test.each([
    'ln=15,r=8',
    'r=8,ln=15,p=1',
    'ln=15,r=8,p=1,x=1',
    'ln=15,ln=15,r=8,p=1',
    'ln=-1,r=8,p=1',
    'ln=1e1,r=8,p=1',
    'ln= 15,r=8,p=1',
    'ln=015,r=8,p=1',
    'N=32768,r=8,p=1',
    '',
  ])('with "%s" has another form, and throws', (parameters) => {
    expect(() => parseSlowHash(scrypt(parameters))).toThrow(
      /its form is \$scrypt\$ln=15,r=8,p=1\$salt\$hash/,
    );
  });
});

describe('an argon2id string', () => {
  const parsing = (value: string) => () => parseSlowHash(value);

  test('is read, where the running Node has argon2, and says so where it has not', () => {
    if ('argon2' in crypto) {
      expect(parseSlowHash(argon2id('m=256,t=2,p=4'))).toEqual({
        id: 'argon2id',
        m: 256,
        t: 2,
        p: 4,
        salt: Buffer.from('saltsalt'),
        hash: Buffer.alloc(32),
      });
    } else {
      expect(parsing(argon2id('m=256,t=2,p=4'))).toThrow(
        new TypeError('$argon2id$ secrets need Node.js 24.7 or newer'),
      );
    }
  });

  test.each([
    'm=7,t=1,p=1',
    'm=31,t=1,p=4',
    'm=2097153,t=1,p=1',
    'm=64,t=0,p=1',
    'm=64,t=17,p=1',
    'm=64,t=1,p=0',
    'm=999,t=1,p=17',
  ])('with %s, out of bounds, throws', (parameters) => {
    expect(parsing(argon2id(parameters))).toThrow(/^argon2id needs m of 8 \* p/);
  });

  test.each([
    argon2id('m=64,t=1'),
    argon2id('t=1,m=64,p=1'),
    argon2id('m=64,t=1,p=1,data=AAAA'),
    argon2id('m=64,t=1,p=1', 'v=16'),
    argon2id('m=64,t=1,p=1').replace('v=19$', ''),
  ])('%s has another form, and throws', (value) => {
    expect(parsing(value)).toThrow(/its form is \$argon2id\$v=19\$/);
  });
});

describe('salt and hash', () => {
  test.each([
    { what: 'a salt of 8 bytes', salt: Buffer.alloc(8), hash: Buffer.alloc(16), usable: true },
    { what: 'a salt of 7 bytes', salt: Buffer.alloc(7), hash: Buffer.alloc(16), usable: false },
    { what: 'a hash of 15 bytes', salt: Buffer.alloc(8), hash: Buffer.alloc(15), usable: false },
    { what: 'a hash of 64 bytes', salt: Buffer.alloc(8), hash: Buffer.alloc(64), usable: true },
    { what: 'a hash of 65 bytes', salt: Buffer.alloc(8), hash: Buffer.alloc(65), usable: false },
  ])('$what: usable $usable', ({ salt, hash, usable }) => {
    const phc = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
    const parsing = () => parseSlowHash(scrypt(undefined, phc(salt), phc(hash)));
    if (usable) expect(parsing()).toMatchObject({ salt, hash });
    else expect(parsing).toThrow(/a hashed secret is unusable/);
  });

  test.each([
    { what: 'padded', salt: `${SALT}=` },
    { what: 'in the URL-safe alphabet', salt: '-_-_-_-_-_-_' },
    { what: 'with bits beyond the last byte', salt: 'c2FsdHNhbHR' },
    { what: 'with a character too many', salt: `${SALT}AA` },
    { what: 'empty', salt: '' },
    { what: 'with a line break', salt: `${SALT}\n` },
  ])('a salt that is $what is unusable', ({ salt }) => {
    expect(() => parseSlowHash(scrypt(undefined, salt))).toThrow(/a hashed secret is unusable/);
  });

  test.each([
    { what: 'a field too many', value: `${scrypt()}$x` },
    { what: 'a line break after', value: `${scrypt()}\n` },
    { what: 'a field too few', value: '$scrypt$ln=15,r=8,p=1$c2FsdHNhbHQ' },
  ])('$what is unusable', ({ value }) => {
    expect(() => parseSlowHash(value)).toThrow(/a hashed secret is unusable/);
  });
});

describe('a sha256 string', () => {
  test('is 32 bytes', () => {
    // SHA-256 of "abc", FIPS 180-4: printf abc | openssl dgst -sha256 -binary | base64
    expect(parseSha256('$sha256$ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0').toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  test.each([
    { what: 'padded', value: '$sha256$ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=' },
    {
      what: 'hexadecimal',
      value: '$sha256$ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    },
    { what: 'of 31 bytes', value: `$sha256$${'A'.repeat(42)}` },
    { what: 'of 33 bytes', value: `$sha256$${'A'.repeat(44)}` },
    { what: 'salted', value: `$sha256$${SALT}$${HASH}` },
    { what: 'empty', value: '$sha256$' },
  ])('that is $what throws', ({ value }) => {
    expect(() => parseSha256(value)).toThrow(/a hashed secret is unusable: its form is \$sha256\$/);
  });
});

test.each([
  '$2b$10$CwTycUXWue0Thq9StjUM0u',
  '$hunter2$',
  '$argon2d$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$AAAA',
  '$1$x$y',
])('%s is of another kind: it throws, and nothing of it is said', (value) => {
  let message = '';
  try {
    parseSlowHash(value);
  } catch (error) {
    message = String(error);
  }
  expect(message).toContain('this kind is not supported');
  for (const part of value.split('$').filter((one) => one.length > 1)) expect(message).not.toContain(part);
});

test('parameters that are no whole numbers are out of bounds', () => {
  const salt = Buffer.alloc(16);
  for (const ln of [Number.NaN, 14.5, '15' as never, Infinity]) {
    expect(() => checkedParameters({ id: 'scrypt', ln, r: 8, p: 1, salt })).toThrow(/scrypt needs/);
  }
});

test('a hash costs more with each of its parameters, and whatever is fast costs next to nothing', () => {
  const cost = costOf(scrypt('ln=11,r=3,p=2'));
  for (const dearer of ['ln=12,r=3,p=2', 'ln=11,r=4,p=2', 'ln=11,r=3,p=3']) {
    expect(costOf(scrypt(dearer))).toBeGreaterThan(cost);
  }
  expect(costOf('plain')).toBe(1);
  expect(costOf(`$sha256$${HASH}`)).toBe(1);
  expect(costOf(scrypt('ln=1,r=1,p=1'))).toBeGreaterThan(1);
});

test('a decoy has the parameters of a hash, and neither its salt nor the hash', () => {
  const decoy = decoyLike(scrypt('ln=11,r=3,p=2'));
  expect(parseSlowHash(decoy)).toMatchObject({ id: 'scrypt', ln: 11, r: 3, p: 2 });
  expect(decoy).not.toContain(SALT);
  expect(decoyLike(scrypt())).not.toBe(decoyLike(scrypt()));
  expect(decoyLike(argon2id())).toMatch(
    /^\$argon2id\$v=19\$m=65536,t=3,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
  );
});
