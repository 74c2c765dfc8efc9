import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bearer } from './bearer.ts';
import { keySet } from './key-set.ts';
import type { BearerKey } from './verification-key.ts';

const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const p256 = ec('P-256');
const ed25519 = generateKeyPairSync('ed25519');
const rsa2048 = rsa(2048);
const jwkOf = (key: typeof p256.publicKey) => key.export({ format: 'jwk' });
const oct = (bytes: number) => ({ kty: 'oct', k: randomBytes(bytes).toString('base64url') });

const construct = (key: BearerKey['key'], algorithms: readonly string[], more: Partial<BearerKey> = {}) =>
  bearer({ keys: [{ key, ...more }], algorithms: algorithms as never, maxLifetimeSeconds: 600 });

describe('keys that fit', () => {
  test.each([
    { what: 'a secret of 32 bytes', key: randomBytes(32), algorithms: ['HS256'] },
    { what: 'a secret of 48 bytes', key: randomBytes(48), algorithms: ['HS256', 'HS384'] },
    { what: 'a secret of 64 bytes', key: randomBytes(64), algorithms: ['HS256', 'HS384', 'HS512'] },
    { what: 'a text of 32 bytes', key: 'ä'.repeat(16), algorithms: ['HS256'] },
    { what: 'a secret KeyObject', key: createSecretKey(randomBytes(32)), algorithms: ['HS256'] },
    { what: 'an oct JWK', key: oct(32), algorithms: ['HS256'] },
    { what: 'RSA of 2048 bits', key: rsa2048.publicKey, algorithms: ['RS256', 'RS512', 'PS256'] },
    { what: 'an RSA JWK', key: jwkOf(rsa2048.publicKey), algorithms: ['RS256'] },
    { what: 'P-256', key: p256.publicKey, algorithms: ['ES256'] },
    {
      what: 'a P-256 JWK',
      key: { ...jwkOf(p256.publicKey), use: 'sig', key_ops: ['verify'] },
      algorithms: ['ES256'],
    },
    { what: 'Ed25519', key: ed25519.publicKey, algorithms: ['EdDSA', 'Ed25519'] },
  ])('$what for $algorithms', ({ key, algorithms }) => {
    expect(() => construct(key, algorithms)).not.toThrow();
  });
});

describe('keys that do not', () => {
  const pem = rsa2048.publicKey.export({ type: 'spki', format: 'pem' });
  const privatePem = p256.privateKey.export({ type: 'pkcs8', format: 'pem' });

  test.each([
    { what: 'a secret of 31 bytes', key: randomBytes(31), algorithms: ['HS256'], message: /32 bytes/ },
    { what: 'an empty secret', key: '', algorithms: ['HS256'], message: /32 bytes/ },
    { what: 'an oct JWK of 31 bytes', key: oct(31), algorithms: ['HS256'], message: /32 bytes/ },
    {
      what: '47 bytes for HS384',
      key: randomBytes(47),
      algorithms: ['HS384'],
      message: /no key is for HS384.*48 bytes/,
    },
    {
      what: '63 bytes for HS512',
      key: randomBytes(63),
      algorithms: ['HS512'],
      message: /no key is for HS512.*64 bytes/,
    },
    { what: 'RSA of 2047 bits', key: rsa(2047).publicKey, algorithms: ['RS256'], message: /2048 bits/ },
    { what: 'RSA of 1024 bits', key: rsa(1024).publicKey, algorithms: ['RS256'], message: /2048 bits/ },
    { what: 'P-384 for ES256', key: ec('P-384').publicKey, algorithms: ['ES256'], message: /P-256/ },
    { what: 'secp256k1', key: ec('secp256k1').publicKey, algorithms: ['ES256'], message: /P-256/ },
    {
      what: 'X25519',
      key: generateKeyPairSync('x25519').publicKey,
      algorithms: ['EdDSA'],
      message: /Ed25519/,
    },
    {
      what: 'a secret for RS256',
      key: randomBytes(64),
      algorithms: ['RS256'],
      message: /no key is for RS256/,
    },
    {
      what: 'a public key for HS256',
      key: rsa2048.publicKey,
      algorithms: ['HS256'],
      message: /no key is for HS256/,
    },
    {
      what: 'one of two algorithms',
      key: p256.publicKey,
      algorithms: ['ES256', 'HS256'],
      message: /no key is for HS256/,
    },
    { what: 'PEM as text', key: String(pem), algorithms: ['HS256'], message: /PEM.*createPublicKey/ },
    { what: 'PEM as bytes', key: Buffer.from(pem), algorithms: ['HS256'], message: /PEM.*createPublicKey/ },
    { what: 'private PEM', key: String(privatePem), algorithms: ['HS256'], message: /PEM/ },
    { what: 'a private KeyObject', key: p256.privateKey, algorithms: ['ES256'], message: /private key/ },
    { what: 'a private JWK', key: jwkOf(p256.privateKey), algorithms: ['ES256'], message: /private key/ },
    {
      what: 'a JWK for encryption',
      key: { ...oct(32), use: 'enc' },
      algorithms: ['HS256'],
      message: /use is not sig/,
    },
    {
      what: 'a JWK that may only sign',
      key: { ...oct(32), key_ops: ['sign'] },
      algorithms: ['HS256'],
      message: /key_ops/,
    },
    {
      what: 'a JWK for another algorithm',
      key: { ...oct(64), alg: 'HS512' },
      algorithms: ['HS256'],
      message: /no key is for HS256/,
    },
    {
      what: 'a JWK whose k is base64',
      key: { kty: 'oct', k: `${'+/'.repeat(22)}==` },
      algorithms: ['HS256'],
      message: /k is not base64url/,
    },
    { what: 'a JWK without k', key: { kty: 'oct' }, algorithms: ['HS256'], message: /k is not base64url/ },
    {
      what: 'a JWK that is no point',
      key: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' },
      algorithms: ['ES256'],
      message: /not a usable JWK/,
    },
    { what: 'an object', key: {}, algorithms: ['HS256'], message: /not a usable JWK/ },
    { what: 'nothing', key: undefined as never, algorithms: ['HS256'], message: /must be a KeyObject/ },
  ])('$what', ({ key, algorithms, message }) => {
    expect(() => construct(key, algorithms)).toThrow(TypeError);
    expect(() => construct(key, algorithms)).toThrow(message);
  });

  test('no error says what the secret is', () => {
    expect(() => construct('a short one', ['HS256'])).not.toThrow(/a short one/);
    expect(() => construct({ kty: 'oct', k: 'a+short+one' }, ['HS256'])).not.toThrow(/short/);
  });

  test.each([
    { algorithms: [], message: /algorithms must name one or more/ },
    { algorithms: undefined as never, message: /algorithms must name one or more/ },
    { algorithms: 'HS256' as never, message: /algorithms must name one or more/ },
    { algorithms: ['none'], message: /"none" is not one of/ },
    { algorithms: ['HS256', 'none'], message: /"none" is not one of/ },
    { algorithms: ['HS256', 'None'], message: /"None" is not one of/ },
    { algorithms: ['constructor'], message: /"constructor" is not one of/ },
    { algorithms: ['ES256K'], message: /"ES256K" is not one of/ },
  ])('the algorithms $algorithms are refused', ({ algorithms, message }) => {
    expect(() => construct(randomBytes(32), algorithms)).toThrow(message);
  });

  test.each([
    { more: { algorithms: ['RS256'] }, message: /does not fit RS256/ },
    { more: { algorithms: ['HS512'] }, message: /does not fit HS512.*64 bytes/ },
    { more: { algorithms: [] }, message: /must name one or more/ },
    { more: { kid: '' }, message: /kid must be/ },
    { more: { kid: 1 as never }, message: /kid must be/ },
  ] as const)('a secret of 32 bytes with $more is refused', ({ more, message }) => {
    expect(() => construct(randomBytes(32), ['HS256'], more)).toThrow(message);
  });

  test.each([{ keys: undefined }, { keys: null }, { keys: 'secret' }, { keys: {} }])(
    '$keys is no list of keys',
    ({ keys }) => {
      const options = { keys: keys as never, algorithms: ['HS256'], maxLifetimeSeconds: 600 } as const;
      expect(() => bearer(options)).toThrow(/keys must be a list/);
    },
  );

  test('an empty list fits nothing', () => {
    const options = { keys: [], algorithms: ['HS256'], maxLifetimeSeconds: 600 } as const;
    expect(() => bearer(options)).toThrow(/no key is for HS256/);
  });
});

describe('a key set', () => {
  const key = (kid?: string) => ({ key: randomBytes(32), ...(kid !== undefined && { kid }) });

  test('finds a key by its kid, and the one without by none', () => {
    const keys = keySet([key('a'), key()]);
    expect(keys.find('a')?.kid).toBe('a');
    expect(keys.find(undefined)?.kid).toBeUndefined();
    expect(keys.find('b')).toBeUndefined();
    expect([...keys.keys()]).toHaveLength(2);
  });

  test('takes the kid and the algorithm of a JWK, unless told otherwise', () => {
    const jwk = { ...oct(64), kid: 'from-jwk', alg: 'HS512' };
    expect(keySet([{ key: jwk }]).find('from-jwk')?.algorithms).toEqual(['HS512']);
    expect(keySet([{ key: jwk, kid: 'given' }]).find('given')).toBeDefined();
    expect(keySet([{ key: jwk, kid: 'given' }]).find('from-jwk')).toBeUndefined();
  });

  test('holds one key a kid, and one without', () => {
    expect(() => keySet([key('a'), key('a')])).toThrow(/the key "a" is there twice/);
    expect(() => keySet([key(), key()])).toThrow(/the key without a kid is there twice/);
    const keys = keySet([key('a')]);
    expect(() => keys.add(key('a'))).toThrow(/twice/);
    expect(keys.remove('a')).toBe(true);
    expect(keys.remove('a')).toBe(false);
    expect(() => keys.add(key('a'))).not.toThrow();
  });

  test('a secret is copied: what the caller does to its bytes later changes no key', () => {
    const bytes = randomBytes(32);
    const before = Buffer.from(bytes);
    const keys = keySet([{ key: bytes }]);
    bytes.fill(0);
    expect(keys.find(undefined)?.keyObject.export()).toEqual(before);
  });
});
