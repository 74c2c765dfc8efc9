import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sign } from './index.ts';
import type { UsernameTokenFault } from './username-token.ts';

// Recomputed with `openssl dgst -sha256 -binary | base64`.
const sha256 = {
  login: 'siteLogin',
  secretKey: 'not-a-real-key',
  nonce: 'nonce-0001',
  seed: '2026-01-02T03:04:05Z',
  clock: () => Date.parse('2026-01-02T03:04:05.678Z'),
};
const auth = {
  login: 'siteLogin',
  tranKey: 'YIgUNuYunsTQa6LDN6VgS8g2oOOSFm6un/SuQRQE8wc=',
  nonce: 'bm9uY2UtMDAwMQ==',
  seed: '2026-01-02T03:04:05Z',
};

test('the known answer of SHA-256, as auth, body and a whole fetch init', () => {
  const body = JSON.stringify({ locale: 'en_US', auth });
  const headers = { 'content-type': 'application/json' };
  expect(sign.tranKey({ ...sha256, fields: { locale: 'en_US' } })).toEqual({
    auth,
    headers,
    body,
    init: { method: 'POST', headers, body },
  });
});

test('the known answer of SHA-1, published with a client', () => {
  const { tranKey } = sign.tranKey({
    login: 'siteLogin',
    secretKey: 'ABCD1234',
    nonce: 'ifYEPnAcJbpDVR1t',
    seed: '2016-10-26T21:37:00+00:00',
    algorithm: 'sha1',
  }).auth;
  expect(tranKey).toBe('Xi5xrRwrqPU21WE2JI4hyMaCvQ8=');
});

test('the nonce is bytes, whatever they are', () => {
  const nonce = Buffer.from([0xff, 0xfe, 0x00, 0x80]);
  const { auth: made } = sign.tranKey({ ...sha256, nonce });
  const expected = createHash('sha256').update(nonce).update(sha256.seed).update(sha256.secretKey);
  expect(made).toMatchObject({ nonce: '//4AgA==', tranKey: expected.digest('base64') });
});

test('without nonce and seed: a new nonce each time, and the time of the clock', () => {
  const { login, secretKey, clock } = sha256;
  const [one, other] = [1, 2].map(() => sign.tranKey({ login, secretKey, clock }).auth);
  expect(Buffer.from(one?.nonce ?? '', 'base64')).toHaveLength(16);
  expect(one?.nonce).not.toBe(other?.nonce);
  expect(one?.seed).toBe('2026-01-02T03:04:05+00:00');
});

test.each([
  { version: '1.1', type: 'text/xml', namespace: 'http://schemas.xmlsoap.org/soap/envelope/' },
  { version: '1.2', type: 'application/soap+xml', namespace: 'http://www.w3.org/2003/05/soap-envelope' },
] as const)('the known answer in SOAP $version', ({ version, type, namespace }) => {
  const { headers, body, init } = sign.soap({ ...sha256, login: 'a<b&c', version, content: '<ping/>' });
  expect(headers).toEqual({ 'content-type': `${type}; charset=utf-8` });
  expect(init).toEqual({ method: 'POST', headers, body });
  for (const part of [
    `<soap:Envelope xmlns:soap="${namespace}"`,
    '<wsse:Username>a&lt;b&amp;c</wsse:Username>',
    `#PasswordDigest">${auth.tranKey}</wsse:Password>`,
    `#Base64Binary">${auth.nonce}</wsse:Nonce>`,
    `<wsu:Created>${auth.seed}</wsu:Created>`,
    '<soap:Body><ping/></soap:Body>',
  ]) {
    expect(body).toContain(part);
  }
});

const hashed = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('base64');
const { tranKey } = auth;
const hex = Buffer.from(tranKey, 'base64').toString('hex');
const nonceAndSeed = `${sha256.nonce}${sha256.seed}`;

const faults: Record<UsernameTokenFault, Partial<typeof auth>> = {
  'hex-digest': { tranKey: hex },
  'hex-digest-encoded': { tranKey: Buffer.from(hex).toString('base64') },
  'base64-nonce-hashed': { tranKey: hashed('sha256', `${auth.nonce}${auth.seed}not-a-real-key`) },
  sha1: { tranKey: hashed('sha1', `${nonceAndSeed}not-a-real-key`) },
  'seed-nonce-secret': { tranKey: hashed('sha256', `${auth.seed}nonce-0001not-a-real-key`) },
  'nonce-secret-seed': { tranKey: hashed('sha256', `nonce-0001not-a-real-key${auth.seed}`) },
  'seed-reformatted': { tranKey: hashed('sha256', 'nonce-00012026-01-02T03:04:05.000Znot-a-real-key') },
  'local-time-marked-z': {
    seed: '2026-01-01T22:04:05Z',
    tranKey: hashed('sha256', 'nonce-00012026-01-01T22:04:05Znot-a-real-key'),
  },
  'seed-without-zone': {
    seed: '2026-01-02T03:04:05',
    tranKey: hashed('sha256', 'nonce-00012026-01-02T03:04:05not-a-real-key'),
  },
  'secret-with-newline': { tranKey: hashed('sha256', `${nonceAndSeed}not-a-real-key\n`) },
  'secret-with-white-space': { tranKey: hashed('sha256', `${nonceAndSeed} not-a-real-key `) },
  'secret-as-tran-key': { tranKey: 'not-a-real-key' },
  'login-and-secret-swapped': {
    login: 'not-a-real-key',
    tranKey: hashed('sha256', `${nonceAndSeed}siteLogin`),
  },
  'nonce-not-base64': {
    nonce: 'nonce-6e6f6e63652d30303031',
    tranKey: hashed('sha256', `nonce-6e6f6e63652d30303031${auth.seed}not-a-real-key`),
  },
  'url-safe-base64': {
    nonce: 'bm9uY2UtMDAwMQ',
    tranKey: 'YIgUNuYunsTQa6LDN6VgS8g2oOOSFm6un_SuQRQE8wc',
  },
  'seed-in-the-past': {
    seed: '2026-01-02T02:58:05+00:00',
    tranKey: hashed('sha256', 'nonce-00012026-01-02T02:58:05+00:00not-a-real-key'),
  },
  'seed-in-the-future': {
    seed: '2026-01-02T03:10:05+00:00',
    tranKey: hashed('sha256', 'nonce-00012026-01-02T03:10:05+00:00not-a-real-key'),
  },
};

test.each(Object.entries(faults))('a token with %s, as auth and in SOAP', (name, wrong) => {
  const fault = name as UsernameTokenFault;
  const expected = { ...auth, ...wrong };
  expect(sign.tranKey({ ...sha256, fault }).auth).toEqual(expected);
  const { body } = sign.soap({ ...sha256, fault });
  for (const text of Object.values(expected)) expect(body).toContain(`>${text}<`);
});

test('a seed is spelled anew whichever way it was spelled', () => {
  const seed = '2026-01-02T03:04:05.000Z';
  const { auth: made } = sign.tranKey({ ...sha256, seed, fault: 'seed-reformatted' });
  expect(made).toEqual({ ...auth, seed, tranKey });
});

test.each([sign.tranKey, sign.soap])('a fault that there is none of is named so', (signer) => {
  expect(() => signer({ ...sha256, fault: 'toString' as UsernameTokenFault })).toThrow(
    /^fault must be one of /,
  );
});
