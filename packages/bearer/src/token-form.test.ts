import { createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { Explanation } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { base64url, signedToken } from '../../../test/support/signed-token.ts';
import { type BearerOptions, bearer } from './bearer.ts';

const now = Date.parse('2026-01-02T03:04:05Z');
const iat = now / 1000;
const claims = { sub: 'site', iat, exp: iat + 600 };
const secret = randomBytes(32);
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const verifier = (options: Partial<BearerOptions> = {}) =>
  bearer({
    keys: [
      { key: secret },
      { kid: 'hmac', key: secret },
      { kid: 'rsa', key: rsa.publicKey },
      { kid: 'ec', key: p256.publicKey },
    ],
    algorithms: ['HS256', 'RS256', 'ES256'],
    maxLifetimeSeconds: 600,
    clock: () => now,
    ...options,
  });

async function outcomeOf(token: string, options: Partial<BearerOptions> = {}) {
  const request = inboundRequest({ headers: { authorization: `Bearer ${token}` } });
  const verdict = await verifier(options).verify(request);
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

describe('algorithm confusion', () => {
  const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
  const publicDer = rsa.publicKey.export({ type: 'spki', format: 'der' });
  const publicJwk = JSON.stringify(rsa.publicKey.export({ format: 'jwk' }));

  test.each([
    { what: 'as PEM', key: publicPem },
    { what: 'as trimmed PEM', key: String(publicPem).trim() },
    { what: 'as DER', key: publicDer },
    { what: 'as JWK', key: publicJwk },
  ])('a public RSA key, $what, is no HMAC secret', async ({ key }) => {
    const token = signedToken({ header: { alg: 'HS256', kid: 'rsa' }, claims, key });
    const rsaOnly = { keys: [{ kid: 'rsa', key: rsa.publicKey }], algorithms: ['RS256'] } as const;
    expect(await outcomeOf(token, rsaOnly)).toBe('token-algorithm-not-allowed');
    // HS256 is allowed here, but not under this key.
    expect(await outcomeOf(token)).toBe('token-algorithm-not-allowed');
  });

  test.each([
    { what: 'another algorithm of the same key', alg: 'PS256', kid: 'rsa', key: rsa.privateKey },
    { what: 'a larger hash of the same secret', alg: 'HS512', kid: 'hmac', key: secret },
    { what: 'an algorithm that is not known', alg: 'XS256', kid: 'hmac', key: secret },
    { what: 'the algorithm in lower case', alg: 'hs256', kid: 'hmac', key: secret },
    { what: 'the algorithm and a space', alg: 'HS256 ', kid: 'hmac', key: secret },
    { what: 'an encryption algorithm', alg: 'dir', kid: 'hmac', key: secret },
    { what: 'an inherited name', alg: 'constructor', kid: 'hmac', key: secret },
  ])('$what, $alg, is not allowed', async ({ alg, kid, key }) => {
    const known = alg === 'PS256' || alg === 'HS512' ? alg : 'HS256';
    const token = signedToken({ header: { alg, kid }, claims, key, algorithm: known });
    expect(await outcomeOf(token)).toBe('token-algorithm-not-allowed');
  });

  test('a key given for one algorithm proves no other', async () => {
    const only = {
      keys: [
        { kid: 'a', key: rsa.publicKey, algorithms: ['PS256'] },
        { kid: 'b', key: rsa.publicKey },
      ],
      algorithms: ['RS256', 'PS256'],
    } as const;
    const signed = (alg: string, kid: string) =>
      signedToken({ header: { alg, kid }, claims, key: rsa.privateKey });
    expect(await outcomeOf(signed('PS256', 'a'), only)).toBe('accepted');
    expect(await outcomeOf(signed('RS256', 'a'), only)).toBe('token-algorithm-not-allowed');
    expect(await outcomeOf(signed('RS256', 'b'), only)).toBe('accepted');
  });
});

describe('unsigned tokens', () => {
  const spellings = ['none', 'None', 'NONE', 'nOnE', 'none ', ' none', 'no\u200bne', ''];

  test.each(spellings)('alg %j is not allowed, with a signature and without', async (alg) => {
    const unsigned = `${base64url({ alg })}.${base64url(claims)}.`;
    expect(await outcomeOf(unsigned)).toBe('token-algorithm-not-allowed');
    const signed = signedToken({ header: { alg }, claims, key: secret, algorithm: 'HS256' });
    expect(await outcomeOf(signed)).toBe('token-algorithm-not-allowed');
  });

  test('an allowed algorithm with an empty signature does not prove anything', async () => {
    expect(await outcomeOf(`${base64url({ alg: 'HS256' })}.${base64url(claims)}.`)).toBe('proof-mismatch');
    const elliptic = base64url({ alg: 'ES256', kid: 'ec' });
    expect(await outcomeOf(`${elliptic}.${base64url(claims)}.`)).toBe('proof-mismatch');
    // CVE-2022-21449: r and s of zero.
    const zeros = Buffer.alloc(64).toString('base64url');
    expect(await outcomeOf(`${elliptic}.${base64url(claims)}.${zeros}`)).toBe('proof-mismatch');
  });
});

describe('the header of a token', () => {
  const withHeader = (header: object | string) =>
    signedToken({ header, claims, key: secret, algorithm: 'HS256' });

  test.each([
    { what: 'alone', header: { alg: 'HS256' }, outcome: 'accepted' },
    { what: 'with typ', header: { typ: 'JWT', alg: 'HS256' }, outcome: 'accepted' },
    { what: 'with white space', header: '{"typ":"JWT",\r\n "alg":"HS256"}', outcome: 'accepted' },
    { what: 'with an unknown parameter', header: { alg: 'HS256', x: [1] }, outcome: 'accepted' },
    { what: 'without alg', header: {}, outcome: 'token-malformed' },
    { what: 'with alg as a list', header: { alg: ['HS256'] }, outcome: 'token-malformed' },
    { what: 'with alg as a number', header: { alg: 256 }, outcome: 'token-malformed' },
    { what: 'with alg null', header: { alg: null }, outcome: 'token-malformed' },
    { what: 'with alg inherited', header: '{"__proto__":{"alg":"HS256"}}', outcome: 'token-malformed' },
    {
      what: 'with two alg, the last none',
      header: '{"alg":"HS256","alg":"none"}',
      outcome: 'token-algorithm-not-allowed',
    },
    {
      what: 'with an unknown crit',
      header: { alg: 'HS256', crit: ['exp'], exp: 1 },
      outcome: 'token-malformed',
    },
    { what: 'with an empty crit', header: { alg: 'HS256', crit: [] }, outcome: 'token-malformed' },
    { what: 'with crit null', header: { alg: 'HS256', crit: null }, outcome: 'token-malformed' },
    {
      what: 'with crit that names b64',
      header: { alg: 'HS256', crit: ['b64'], b64: true },
      outcome: 'token-malformed',
    },
    {
      what: 'with b64 false',
      header: { alg: 'HS256', crit: ['b64'], b64: false },
      outcome: 'token-malformed',
    },
    { what: 'with b64 false and no crit', header: { alg: 'HS256', b64: false }, outcome: 'token-malformed' },
    { what: 'with kid as a number', header: { alg: 'HS256', kid: 1 }, outcome: 'token-malformed' },
    { what: 'with kid as an object', header: { alg: 'HS256', kid: {} }, outcome: 'token-malformed' },
    { what: 'with kid null', header: { alg: 'HS256', kid: null }, outcome: 'token-malformed' },
    { what: 'with typ as a list', header: { alg: 'HS256', typ: ['JWT'] }, outcome: 'token-malformed' },
    { what: 'as a list', header: ['HS256'], outcome: 'token-malformed' },
    { what: 'as a string', header: '"HS256"', outcome: 'token-malformed' },
    { what: 'as null', header: 'null', outcome: 'token-malformed' },
    { what: 'that is empty', header: '', outcome: 'token-malformed' },
    { what: 'that is not JSON', header: '{alg:"HS256"}', outcome: 'token-malformed' },
    { what: 'after a byte order mark', header: '\ufeff{"alg":"HS256"}', outcome: 'token-malformed' },
    { what: 'nested deep', header: '{"alg":"HS256","x":'.padEnd(4000, '['), outcome: 'token-malformed' },
  ])('$what: $outcome', async ({ header, outcome }) => {
    expect(await outcomeOf(withHeader(header))).toBe(outcome);
  });

  test('bytes that are not UTF-8 are malformed', async () => {
    const header = Buffer.from('{"alg":"HS256","x":"\xff"}', 'latin1').toString('base64url');
    expect(await outcomeOf(`${header}.${base64url(claims)}.AA`)).toBe('token-malformed');
  });

  test.each([
    { what: 'jwk', more: { jwk: p256.publicKey.export({ format: 'jwk' }) } },
    { what: 'jku', more: { jku: 'https://attacker.example/jwks.json' } },
    { what: 'x5u', more: { x5u: 'https://attacker.example/chain.pem' } },
    { what: 'x5c', more: { x5c: ['MIIB'] } },
  ])('$what in the header is no key', async ({ more }) => {
    const attacker = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const embedded = 'jwk' in more ? { jwk: attacker.publicKey.export({ format: 'jwk' }) } : more;
    const header = { alg: 'ES256', ...embedded };
    const named = { ...header, kid: 'ec' };
    expect(await outcomeOf(signedToken({ header, claims, key: attacker.privateKey }))).toBe(
      'token-algorithm-not-allowed',
    );
    expect(await outcomeOf(signedToken({ header: named, claims, key: attacker.privateKey }))).toBe(
      'proof-mismatch',
    );
    // Ignored, not refused: a token that also proves under a known key is as good as any.
    expect(await outcomeOf(signedToken({ header: named, claims, key: p256.privateKey }))).toBe('accepted');
  });

  test.each([
    '__proto__',
    'constructor',
    'toString',
    '../../etc/passwd',
    '/dev/null',
    'file:///dev/null',
    'https://attacker.example/key',
    "' OR '1'='1",
    'hmac\0',
    'HMAC',
    '',
    'undefined',
  ])('the kid %j is nothing but unknown', async (kid) => {
    for (const key of [secret, Buffer.alloc(0), '']) {
      const token = signedToken({ header: { alg: 'HS256', kid }, claims, key });
      expect(await outcomeOf(token)).toBe('token-key-unknown');
    }
  });

  test('a token without kid is for the key without kid alone', async () => {
    const token = signedToken({ header: { alg: 'HS256' }, claims, key: secret });
    expect(await outcomeOf(token, { keys: [{ key: secret }], algorithms: ['HS256'] })).toBe('accepted');
    expect(await outcomeOf(token, { keys: [{ kid: 'a', key: secret }], algorithms: ['HS256'] })).toBe(
      'token-key-unknown',
    );
  });
});

describe('the text of a token', () => {
  const token = signedToken({ header: { alg: 'HS256' }, claims, key: secret });
  const [header = '', payload = '', signature = ''] = token.split('.');
  // 32 bytes leave two bits of the 43rd character unused: the next character decodes to the same bytes.
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const lastBits = `${signature.slice(0, -1)}${alphabet[alphabet.indexOf(signature.slice(-1)) + 1]}`;

  test('the other spelling is the same bytes, so that only its form can refuse it', () => {
    expect(Buffer.from(lastBits, 'base64url')).toEqual(Buffer.from(signature, 'base64url'));
    expect(lastBits).not.toBe(signature);
  });

  test.each([
    { what: 'bits beyond the last byte', text: `${header}.${payload}.${lastBits}` },
    { what: 'padding', text: `${token}=` },
    { what: 'padding in the header', text: `${header}=.${payload}.${signature}` },
    { what: 'the other alphabet', text: `${header}.${payload}+/.${signature}` },
    { what: 'a character that is skipped', text: `${header}.${payload}.${signature}!` },
    { what: 'a character beyond ASCII', text: `${header}.${payload}.${signature}é` },
    { what: 'a length that no bytes have', text: `${header}.${payload}.AAAAA` },
    { what: 'two parts', text: `${header}.${payload}` },
    { what: 'four parts', text: `${token}.` },
    { what: 'one part', text: header },
    { what: 'dots alone', text: '..' },
    { what: 'many dots', text: '.'.repeat(8000) },
    { what: 'no header', text: `.${payload}.${signature}` },
  ])('$what: token-malformed', async ({ text }) => {
    expect(await outcomeOf(text)).toBe('token-malformed');
  });

  test('what is malformed is so although the right token is remembered', async () => {
    const site = verifier();
    const verify = (text: string) =>
      site.verify(inboundRequest({ headers: { authorization: `Bearer ${text}` } }));
    expect(await verify(token)).toMatchObject({ outcome: 'accepted' });
    expect(await verify(`${header}.${payload}.${lastBits}`)).toMatchObject({ reason: 'token-malformed' });
    expect(await verify(token)).toMatchObject({ outcome: 'accepted' });
  });

  test.each([
    { what: 'a signature cut by a byte', text: Buffer.from(signature, 'base64url').subarray(0, 31) },
    {
      what: 'a signature with a byte more',
      text: Buffer.concat([Buffer.from(signature, 'base64url'), Buffer.of(0)]),
    },
  ])('$what: proof-mismatch', async ({ text }) => {
    expect(await outcomeOf(`${header}.${payload}.${text.toString('base64url')}`)).toBe('proof-mismatch');
  });

  test('other claims under the same signature: proof-mismatch', async () => {
    const raised = base64url({ ...claims, sub: 'another' });
    expect(await outcomeOf(`${header}.${raised}.${signature}`)).toBe('proof-mismatch');
  });

  test('a DER signature where the two numbers are wanted: proof-mismatch', async () => {
    const raw = signedToken({ header: { alg: 'ES256', kid: 'ec' }, claims, key: p256.privateKey });
    expect(await outcomeOf(raw)).toBe('accepted');
    const input = raw.slice(0, raw.lastIndexOf('.'));
    const der = sign('sha256', Buffer.from(input), p256.privateKey).toString('base64url');
    expect(await outcomeOf(`${input}.${der}`)).toBe('proof-mismatch');
  });

  test('no explanation holds any of it', async () => {
    const explain: Explanation = [];
    for (const text of [token, `${token}=`, `${header}.${payload}.AA`]) {
      const request = inboundRequest({ headers: { authorization: `Bearer ${text}` } });
      await verifier().verify(request, { explain });
    }
    for (const part of [header, payload, signature]) expect(JSON.stringify(explain)).not.toContain(part);
  });
});

test('a public key derived from a private one verifies what the private one signs', async () => {
  const token = signedToken({ header: { alg: 'ES256', kid: 'k' }, claims, key: p256.privateKey });
  const keys = [{ kid: 'k', key: createPublicKey(p256.privateKey) }];
  expect(await outcomeOf(token, { keys, algorithms: ['ES256'] })).toBe('accepted');
});
