import { createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { memoryDirectory } from './memory-directory.ts';
import { publicKeysOf } from './public-keys.ts';

const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const pair = rsa(2048);
const pem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const privatePem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const { n = '' } = pair.publicKey.export({ format: 'jwk' });
const exponentOne = createPublicKey({ key: { kty: 'RSA', n, e: 'AQ' }, format: 'jwk' });

describe('public keys of an account', () => {
  test.each([
    { what: 'a KeyObject', key: pair.publicKey },
    { what: 'PEM text', key: pem },
  ])('$what is read, once for a list', ({ key }) => {
    const account = { id: 'app', publicKeys: [key] };
    expect(publicKeysOf(account).map((one) => one.equals(pair.publicKey))).toEqual([true]);
    expect(publicKeysOf({ ...account })).toBe(publicKeysOf(account));
  });

  test('an account without any has none', () => {
    expect(publicKeysOf({ id: 'app' })).toEqual([]);
  });

  test.each([
    { what: 'an RSA key of 2040 bits', key: rsa(2040).publicKey, says: /2048 bits or more/ },
    {
      what: 'an elliptic curve',
      key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey,
      says: /RSA/,
    },
    {
      what: 'an RSA key for PSS alone',
      key: generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey,
      says: /RSA/,
    },
    { what: 'an exponent of 1', key: exponentOne, says: /exponent of 3/ },
    { what: 'a private key', key: createPrivateKey(privatePem), says: /public half/ },
    { what: 'a private key as PEM', key: privatePem, says: /BEGIN PUBLIC KEY/ },
    { what: 'a secret', key: createSecretKey(Buffer.alloc(256)), says: /public half/ },
    { what: 'other text', key: 'MIIBIjANBgkq', says: /BEGIN PUBLIC KEY/ },
    { what: 'nothing', key: undefined as never, says: /BEGIN PUBLIC KEY/ },
  ])('$what is refused where it is given, naming the account', ({ key, says }) => {
    const accounts = () => memoryDirectory([{ id: 'app', publicKeys: [pair.publicKey, key] }]);
    expect(accounts).toThrow(TypeError);
    expect(accounts).toThrow(says);
    expect(accounts).toThrow('a public key of "app"');
    expect(accounts).not.toThrow(/MII/);
  });

  test('a list is wanted', () => {
    expect(() => memoryDirectory([{ id: 'app', publicKeys: pem as never }])).toThrow(
      'the publicKeys of "app" must be a list',
    );
  });
});
