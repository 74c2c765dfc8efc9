import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { movableClock } from '../../../test/support/movable-clock.ts';
import { bearer } from './bearer.ts';
import { memoryRevocationList } from './memory-revocation-list.ts';
import { revoke } from './revoke.ts';
import { type TokenIssuerOptions, tokenIssuer } from './token-issuer.ts';

const clock = movableClock('2026-01-02T03:04:05.678Z');
const iat = 1767323045;
const secret = randomBytes(32);
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const base = { key: secret, algorithm: 'HS256', lifetimeSeconds: 600, clock } as const;

describe('a token', () => {
  test('says who, since when, until when, and its own id', async () => {
    const token = await tokenIssuer(base).issue({ account: 'your_key' });
    expect(token).toEqual({
      accessToken: expect.any(String),
      expiresInSeconds: 600,
      tokenId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      expiresAt: (iat + 600) * 1000,
    });
    expect(decodeJwt(token.accessToken)).toEqual({
      sub: 'your_key',
      iat,
      exp: iat + 600,
      jti: token.tokenId,
    });
    // Pledg documents its tokens as starting so.
    expect(token.accessToken.startsWith('eyJ0eXAiOiJKV1Qi')).toBe(true);
    expect(decodeProtectedHeader(token.accessToken)).toEqual({ typ: 'JWT', alg: 'HS256' });
  });

  test('says all that is configured and granted', async () => {
    const issuer = tokenIssuer({
      key: p256.privateKey,
      kid: 'key-1',
      algorithm: 'ES256',
      lifetimeSeconds: 300,
      issuer: 'https://issuer.example',
      audience: ['api'],
      type: 'at+jwt',
      accountClaim: 'client_id',
      clock,
    });
    const { accessToken, tokenId } = await issuer.issue({
      account: 'ConnectPay',
      scopes: ['client', 'read'],
      psuIpAddress: '::ffff:203.0.113.7',
      claims: { sub: 'user-1', custom: { nested: [1] } },
    });
    // jose, given the key, says that the signature holds.
    const { payload, protectedHeader } = await jwtVerify(accessToken, p256.publicKey, {
      currentDate: new Date(clock()),
    });
    expect(protectedHeader).toEqual({ typ: 'at+jwt', alg: 'ES256', kid: 'key-1' });
    expect(payload).toEqual({
      iss: 'https://issuer.example',
      aud: ['api'],
      client_id: 'ConnectPay',
      sub: 'user-1',
      scope: 'client read',
      psu_ip: '203.0.113.7',
      custom: { nested: [1] },
      iat,
      exp: iat + 300,
      jti: tokenId,
    });
  });

  test('is never the same twice', async () => {
    const issuer = tokenIssuer(base);
    const tokens = await Promise.all(Array.from({ length: 50 }, () => issuer.issue({ account: 'a' })));
    expect(new Set(tokens.map(({ tokenId }) => tokenId)).size).toBe(50);
    expect(new Set(tokens.map(({ accessToken }) => accessToken)).size).toBe(50);
  });

  test('is accepted from its first millisecond to its last, until it is revoked', async () => {
    const time = movableClock('2026-01-02T03:04:05.999Z');
    const revocations = memoryRevocationList({ clock: time });
    const issuer = tokenIssuer({ ...base, key: p256.privateKey, kid: 'a', algorithm: 'ES256', clock: time });
    const site = bearer({
      keys: [{ kid: 'a', key: p256.publicKey }],
      algorithms: ['ES256'],
      maxLifetimeSeconds: 600,
      scopes: ['pay'],
      psuIpAddress: { claim: 'psu_ip' },
      revocations,
      clock: time,
    });
    const granted = { account: 'site', scopes: ['pay'], psuIpAddress: '203.0.113.7' };
    const { accessToken, tokenId, expiresAt } = await issuer.issue(granted);
    const use = () =>
      site.verify(
        inboundRequest({
          headers: { authorization: `Bearer ${accessToken}`, 'psu-ip-address': '203.0.113.7' },
        }),
      );
    const verdict = await use();
    expect(verdict).toMatchObject({
      outcome: 'accepted',
      principal: { account: 'site', tokenId, expiresAt },
    });
    time.advance({ seconds: 599 });
    expect(await use()).toMatchObject({ outcome: 'accepted' });
    if (verdict.outcome === 'accepted') await revoke(revocations, verdict.principal);
    expect(await use()).toMatchObject({ reason: 'token-revoked', account: 'site' });
    time.advance({ seconds: 0.001 });
    expect(await use()).toMatchObject({ reason: 'token-expired' });
  });
});

describe('what no token can say', () => {
  const issuer = tokenIssuer({ ...base, issuer: 'i' });
  test.each([
    { grant: { account: '' }, message: /account must be/ },
    { grant: { account: undefined as never }, message: /account must be/ },
    { grant: { account: 'a', scopes: ['b c'] }, message: /scopes must be/ },
    { grant: { account: 'a', psuIpAddress: 'localhost' }, message: /psuIpAddress must be/ },
    { grant: { account: 'a', psuIpAddress: '' }, message: /psuIpAddress must be/ },
    { grant: { account: 'a', claims: { exp: 1 } }, message: /exp is for the issuer/ },
    { grant: { account: 'a', claims: { sub: 'b' } }, message: /sub is for the issuer/ },
    { grant: { account: 'a', claims: { scope: 'all' } }, message: /scope is for the issuer/ },
    { grant: { account: 'a', claims: { aud: 'other' } }, message: /aud is for the issuer/ },
    {
      grant: { account: 'a', psuIpAddress: '203.0.113.7', claims: { psu_ip: '203.0.113.8' } },
      message: /psu_ip is for the issuer/,
    },
  ])('$grant: $message', async ({ grant, message }) => {
    await expect(issuer.issue(grant)).rejects.toThrow(message);
  });
});

describe('wrong configuration', () => {
  const wrong: { what: string; options: Partial<TokenIssuerOptions>; message: RegExp }[] = [
    {
      what: 'a short secret',
      options: { key: randomBytes(31) },
      message: /key does not fit HS256.*32 bytes/,
    },
    {
      what: 'a public key',
      options: { key: p256.publicKey, algorithm: 'ES256' },
      message: /signing takes the private/,
    },
    {
      what: 'a public JWK',
      options: { key: p256.publicKey.export({ format: 'jwk' }), algorithm: 'ES256' },
      message: /signing takes the private/,
    },
    { what: 'a key of another kind', options: { key: p256.privateKey }, message: /key does not fit HS256/ },
    {
      what: 'PEM for a secret',
      options: { key: String(p256.privateKey.export({ type: 'pkcs8', format: 'pem' })) },
      message: /PEM.*createPrivateKey/,
    },
    { what: 'no algorithm', options: { algorithm: 'none' as never }, message: /"none" is not one of/ },
    { what: 'no lifetime', options: { lifetimeSeconds: 0 }, message: /lifetimeSeconds must be/ },
    { what: 'a clock that stands', options: { clock: 0 as never }, message: /clock must be a function/ },
    { what: 'a number for a kid', options: { kid: 7 as never }, message: /kid must be a string/ },
    { what: 'no name in audience', options: { audience: [] }, message: /audience must be one or more/ },
    {
      what: 'an account in exp',
      options: { accountClaim: 'exp' },
      message: /accountClaim and psuIpClaim must be two claims/,
    },
    {
      what: 'account and address in one claim',
      options: { psuIpClaim: 'sub' },
      message: /accountClaim and psuIpClaim must be two claims/,
    },
    { what: 'half a second', options: { lifetimeSeconds: 0.5 }, message: /lifetimeSeconds must be/ },
  ];
  test.each(wrong)('$what', ({ options, message }) => {
    expect(() => tokenIssuer({ ...base, ...options })).toThrow(message);
  });
});

test('a private JWK signs', async () => {
  const key = p256.privateKey.export({ format: 'jwk' });
  const { accessToken } = await tokenIssuer({ ...base, key, algorithm: 'ES256' }).issue({ account: 'a' });
  await expect(
    jwtVerify(accessToken, p256.publicKey, { currentDate: new Date(clock()) }),
  ).resolves.toMatchObject({ payload: { sub: 'a' } });
});
