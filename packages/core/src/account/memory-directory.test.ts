import { describe, expect, test } from 'vitest';
import { memoryDirectory, normalizeSerialNumber } from './memory-directory.ts';
import { hashSecret } from './secrets/hash-secret.ts';

const certificate = (serialNumber: string, commonName = 'api.example.com') => ({ serialNumber, commonName });

describe('accounts by id', () => {
  test('are found exactly, and nothing that an object inherits is', () => {
    const site = { id: 'site', secrets: ['s'] };
    const directory = memoryDirectory([site]);
    expect(directory.find('site')).toBe(site);
    for (const id of ['Site', 'site ', '', '__proto__', 'constructor', 'toString']) {
      expect(directory.find(id)).toBeUndefined();
    }
  });

  test('may be called __proto__', () => {
    const account = { id: '__proto__', secrets: ['s'] };
    const directory = memoryDirectory([account]);
    expect(directory.find('__proto__')).toBe(account);
    expect(directory.find('secrets')).toBeUndefined();
    expect(directory.delete('__proto__')).toBe(true);
    expect(directory.find('__proto__')).toBeUndefined();
  });

  test('are added, replaced and removed, from the next lookup on', () => {
    const directory = memoryDirectory([]);
    directory.set({ id: 'a', secrets: ['1'] });
    directory.set({ id: 'b' });
    directory.set({ id: 'a', secrets: ['2'] });
    expect([...directory.accounts()]).toEqual([{ id: 'b' }, { id: 'a', secrets: ['2'] }]);
    expect(directory.delete('a')).toBe(true);
    expect(directory.delete('a')).toBe(false);
    expect([...directory.accounts()]).toEqual([{ id: 'b' }]);
  });

  test('an account that cannot work does not replace the one that does', () => {
    const works = { id: 'a', secrets: ['1'], certificates: [certificate('0a')] };
    const directory = memoryDirectory([works]);
    expect(() => directory.set({ id: 'a', secrets: [''] })).toThrow(TypeError);
    expect(directory.find('a')).toBe(works);
    expect(directory.findBySerialNumber('a')).toEqual([works]);
  });
});

describe('accounts by serial number', () => {
  test('however it is spelled where it is configured', () => {
    const a = { id: 'a', certificates: [certificate('00:0A:bC')] };
    const b = { id: 'b', certificates: [certificate('abc'), certificate('ABC', 'other.example.com')] };
    const directory = memoryDirectory([a, b]);
    expect(directory.findBySerialNumber('abc')).toEqual([a, b]);
    expect(directory.findBySerialNumber('abcd')).toEqual([]);
    expect(directory.findBySerialNumber('')).toEqual([]);
    expect(directory.findBySerialNumber('__proto__')).toEqual([]);
  });

  test('a certificate that was taken off an account finds it no more', () => {
    const other = { id: 'b', certificates: [certificate('1')] };
    const directory = memoryDirectory([
      { id: 'a', certificates: [certificate('1'), certificate('2')] },
      other,
    ]);
    const replaced = { id: 'a', certificates: [certificate('2')] };
    directory.set(replaced);
    expect(directory.findBySerialNumber('1')).toEqual([other]);
    expect(directory.findBySerialNumber('2')).toEqual([replaced]);
    directory.delete('a');
    expect(directory.findBySerialNumber('2')).toEqual([]);
  });

  test.each([
    { text: '0a:BC', is: 'abc' },
    { text: 'ABC', is: 'abc' },
    { text: '00', is: '0' },
    { text: '0', is: '0' },
    { text: '000001', is: '1' },
    { text: 'f'.repeat(64), is: 'f'.repeat(64) },
    { text: 'f'.repeat(65), is: undefined },
    { text: '', is: undefined },
    { text: ':', is: undefined },
    { text: '0x1f', is: undefined },
    { text: '-1f', is: undefined },
    { text: '1f ', is: undefined },
    { text: 'xyz', is: undefined },
  ])('"$text" is $is', ({ text, is }) => {
    expect(normalizeSerialNumber(text)).toBe(is);
  });
});

describe('the decoy', () => {
  test('is none while every secret is fast to verify', async () => {
    const sha256 = await hashSecret('k', { algorithm: 'sha256' });
    expect(memoryDirectory([{ id: 'a', secrets: ['plain', sha256] }, { id: 'b' }]).decoy).toBeUndefined();
  });

  test('costs what the slow hashes cost, and is none of them', async () => {
    const stored = await hashSecret('k', { algorithm: 'scrypt', ln: 4, r: 2, p: 3 });
    const directory = memoryDirectory([{ id: 'a', secrets: ['plain', { value: stored }] }]);
    expect(directory.decoy).toMatch(/^\$scrypt\$ln=4,r=2,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    const [, , , salt, hash] = stored.split('$');
    expect(directory.decoy).not.toContain(salt);
    expect(directory.decoy).not.toContain(hash);
  });

  test.each([
    ['dear first', 6, 2],
    ['cheap first', 2, 6],
  ])('costs what the costliest costs: %s', async (_, first, second) => {
    const secrets = [first, second].map((ln) => hashSecret('k', { algorithm: 'scrypt', ln }));
    const [a, b] = await Promise.all(secrets);
    const oneAccount = memoryDirectory([{ id: 'a', secrets: [a ?? '', b ?? ''] }]);
    const two = memoryDirectory([
      { id: 'a', secrets: [a ?? ''] },
      { id: 'b', secrets: [b ?? ''] },
    ]);
    for (const { decoy } of [oneAccount, two]) expect(decoy).toMatch(/^\$scrypt\$ln=6,r=8,p=1\$/);
  });

  test('stays when the account that brought it is gone', async () => {
    const directory = memoryDirectory([]);
    directory.set({ id: 'a', secrets: [await hashSecret('k', { algorithm: 'scrypt', ln: 4 })] });
    const { decoy } = directory;
    directory.delete('a');
    expect(decoy).toBeTypeOf('string');
    expect(directory.decoy).toBe(decoy);
  });
});

describe('an account that cannot work throws', () => {
  const hash = 'A'.repeat(43);

  test.each<{ what: string; account: object; message: RegExp }>([
    { what: 'no id', account: { id: undefined }, message: /^accounts: id must be a string/ },
    { what: 'an empty id', account: { id: '' }, message: /^accounts: id must be a string/ },
    { what: 'a number for an id', account: { id: 30201 }, message: /^accounts: id must be a string/ },
    {
      what: 'an unknown status',
      account: { status: 'suspended' },
      message: /the status of "a" must be one of active/,
    },
    {
      what: 'an inherited status',
      account: { status: 'constructor' },
      message: /the status of "a" must be one of/,
    },
    { what: 'a null status', account: { status: null }, message: /the status of "a" must be one of/ },
    {
      what: 'a string for secrets',
      account: { secrets: 'abc' },
      message: /the secrets of "a" must be a list/,
    },
    { what: 'null for secrets', account: { secrets: null }, message: /the secrets of "a" must be a list/ },
    { what: 'an empty secret', account: { secrets: ['x', ''] }, message: /a secret of "a" must be a string/ },
    {
      what: 'an empty value',
      account: { secrets: [{ value: '' }] },
      message: /a secret of "a" must be a string/,
    },
    { what: 'a null secret', account: { secrets: [null] }, message: /a secret of "a" must be a string/ },
    {
      what: 'a number for a secret',
      account: { secrets: [123456] },
      message: /a secret of "a" must be a string/,
    },
    {
      what: 'a notAfter that is no number',
      account: { secrets: [{ value: 'x', notAfter: '2026-01-01' }] },
      message: /notAfter of a secret of "a" must be milliseconds/,
    },
    {
      what: 'a notAfter that is NaN',
      account: { secrets: [{ value: 'x', notAfter: Number.NaN }] },
      message: /notAfter of a secret of "a" must be milliseconds/,
    },
    {
      what: 'a hash of another kind',
      account: { secrets: [`$2b$10$${hash}`] },
      message: /a secret of "a" cannot be used: .* this kind is not supported/,
    },
    {
      what: 'a hash that is cut short',
      account: { secrets: ['$scrypt$ln=15,r=8,p=1$c2FsdHNhbHQ'] },
      message: /a secret of "a" cannot be used: a hashed secret is unusable: its form is \$scrypt\$/,
    },
    {
      what: 'an address that is none',
      account: { addresses: ['10/8'] },
      message: /the addresses of "a": "10\/8" is neither/,
    },
    {
      what: 'a string for addresses',
      account: { addresses: '10.0.0.1' },
      message: /the addresses of "a" must be a list/,
    },
    {
      what: 'null for addresses',
      account: { addresses: null },
      message: /the addresses of "a" must be a list/,
    },
    {
      what: 'a certificate without a serial number',
      account: { certificates: [{ commonName: 'x' }] },
      message: /a certificate of "a" needs a hexadecimal serialNumber/,
    },
    {
      what: 'a serial number that is a number',
      account: { certificates: [{ serialNumber: 10, commonName: 'x' }] },
      message: /a certificate of "a" needs a hexadecimal serialNumber/,
    },
    {
      what: 'a serial number that is not hexadecimal',
      account: { certificates: [certificate('0x1f')] },
      message: /a certificate of "a" needs a hexadecimal serialNumber/,
    },
    {
      what: 'an empty common name',
      account: { certificates: [certificate('1f', '')] },
      message: /a certificate of "a" needs a hexadecimal serialNumber and a commonName/,
    },
    { what: 'a null certificate', account: { certificates: [null] }, message: /a certificate of "a" needs/ },
    {
      what: 'one certificate alone',
      account: { certificates: certificate('1f') },
      message: /the certificates of "a" must be a list/,
    },
    {
      what: 'no digest',
      account: { digests: [] },
      message: /the digests of "a" must be one or more of sha256, sha1/,
    },
    {
      what: 'an unknown digest',
      account: { digests: ['md5'] },
      message: /the digests of "a" must be one or more/,
    },
    {
      what: 'text for allowReplay',
      account: { allowReplay: 'false' },
      message: /allowReplay of "a" must be true or false/,
    },
    {
      what: 'a fingerprint that is too short',
      account: { certificates: [{ ...certificate('1f'), fingerprint256: 'AB:CD' }] },
      message: /the fingerprint256 of a certificate of "a" must be a SHA-256/,
    },
    {
      what: 'an issuer that is no text',
      account: { certificates: [{ ...certificate('1f'), issuer: null }] },
      message: /the issuer of a certificate of "a" must be a distinguished name/,
    },
    {
      what: 'an empty issuer',
      account: { certificates: [{ ...certificate('1f'), issuer: '' }] },
      message: /the issuer of a certificate of "a" must be a distinguished name/,
    },
    {
      what: 'a string for digests',
      account: { digests: 'sha1' },
      message: /the digests of "a" must be a list/,
    },
  ])('$what', ({ account, message }) => {
    expect(() => memoryDirectory([{ id: 'a', ...account }])).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(message) }),
    );
  });

  test('null', () => {
    expect(() => memoryDirectory([null as never])).toThrow(/^accounts: id must be a string/);
  });

  test('an id that is there twice', () => {
    expect(() => memoryDirectory([{ id: 'a' }, { id: 'b' }, { id: 'a' }])).toThrow(
      new TypeError('accounts: the id "a" is there twice'),
    );
  });

  test('and no secret is in what it says', () => {
    for (const secret of ['$hunter2$secret', `$scrypt$ln=15,r=8,p=1$hunter2$${hash}`, `$sha256$hunter2`]) {
      let said = '';
      try {
        memoryDirectory([{ id: 'a', secrets: [secret] }]);
      } catch (error) {
        said = String(error) + String((error as Error).cause);
      }
      expect(said).toContain('a secret of "a" cannot be used');
      expect(said).not.toContain('hunter2');
    }
  });
});
