import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { signedToken } from '../../../test/support/signed-token.ts';
import { type BearerOptions, bearer } from './bearer.ts';

const now = Date.parse('2026-01-02T03:04:05Z');
const at = now / 1000;
const good = { sub: 'site', iat: at, exp: at + 300 };
const secret = randomBytes(32);

async function outcomeOf(
  claims: object | string,
  { typ, ...options }: Partial<BearerOptions> & { typ?: string } = {},
) {
  const site = bearer({
    keys: [{ key: secret }],
    algorithms: ['HS256'],
    maxLifetimeSeconds: 600,
    clock: () => now,
    ...options,
  });
  const header = typ === undefined ? { alg: 'HS256' } : { alg: 'HS256', typ };
  const token = signedToken({ header, claims, key: secret });
  const verdict = await site.verify(inboundRequest({ headers: { authorization: `Bearer ${token}` } }));
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

describe('times', () => {
  test.each([
    { what: 'expires in a second', iat: at, exp: at + 1, outcome: 'accepted' },
    { what: 'expires in a millisecond', iat: at, exp: at + 0.001, outcome: 'accepted' },
    { what: 'expires now', iat: at - 1, exp: at, outcome: 'token-expired' },
    { what: 'expired a second ago', iat: at - 1, exp: at - 1, outcome: 'token-expired' },
    { what: 'expired in 1969', iat: -10, exp: -1, outcome: 'token-expired' },
    { what: 'was issued 5 s from now', iat: at + 5, exp: at + 300, outcome: 'accepted' },
    { what: 'was issued 5.001 s from now', iat: at + 5.001, exp: at + 300, outcome: 'token-not-yet-valid' },
    { what: 'was issued 6 s from now', iat: at + 6, exp: at + 300, outcome: 'token-not-yet-valid' },
    { what: 'lives 600 s', iat: at, exp: at + 600, outcome: 'accepted' },
    { what: 'lives 600 s, with fractions', iat: at - 0.1, exp: at + 599.9, outcome: 'accepted' },
    { what: 'counts microseconds', iat: at - 0.1234567, exp: at + 300.7654321, outcome: 'accepted' },
    { what: 'lives 601 s', iat: at, exp: at + 601, outcome: 'token-lifetime-too-long' },
    { what: 'lives 600.001 s', iat: at, exp: at + 600.001, outcome: 'token-lifetime-too-long' },
    {
      what: 'lived too long, and has expired',
      iat: at - 700,
      exp: at - 1,
      outcome: 'token-lifetime-too-long',
    },
    { what: 'is valid from now on', nbf: at, outcome: 'accepted' },
    { what: 'is valid in 5 s', nbf: at + 5, outcome: 'accepted' },
    { what: 'is valid in 6 s', nbf: at + 6, outcome: 'token-not-yet-valid' },
  ])('a token that $what: $outcome', async ({ what: _, outcome, ...claims }) => {
    expect(await outcomeOf({ ...good, ...claims })).toBe(outcome);
  });

  test.each([
    { lifetime: 300, outcome: 'accepted' },
    { lifetime: 301, outcome: 'token-lifetime-too-long' },
  ])('a token of $lifetime s where 300 are allowed: $outcome', async ({ lifetime, outcome }) => {
    expect(await outcomeOf({ ...good, exp: at + lifetime }, { maxLifetimeSeconds: 300 })).toBe(outcome);
  });

  test.each([
    { toleranceSeconds: 0, ahead: 0, outcome: 'accepted' },
    { toleranceSeconds: 0, ahead: 1, outcome: 'token-not-yet-valid' },
    { toleranceSeconds: 60, ahead: 60, outcome: 'accepted' },
    { toleranceSeconds: 60, ahead: 61, outcome: 'token-not-yet-valid' },
  ])(
    'iat $ahead s ahead with a tolerance of $toleranceSeconds s: $outcome',
    async ({ toleranceSeconds, ahead, outcome }) => {
      expect(await outcomeOf({ ...good, iat: at + ahead }, { toleranceSeconds })).toBe(outcome);
    },
  );

  test('no tolerance makes an expired token good again', async () => {
    expect(await outcomeOf({ ...good, exp: at }, { toleranceSeconds: 300 })).toBe('token-expired');
  });

  const odd = ['"1767323645"', 'null', 'true', '[1767323645]', '{}', '1e400', '-1e400', '1e300', '""'];
  test.each(['exp', 'iat', 'nbf'].flatMap((name) => odd.map((value) => ({ name, value }))))(
    '$name $value is malformed, never coerced',
    async ({ name, value }) => {
      const others = Object.entries({ ...good, nbf: at }).filter(([claim]) => claim !== name);
      const text = others.map(([claim, held]) => `"${claim}":${JSON.stringify(held)}`);
      expect(await outcomeOf(`{${text.join(',')},"${name}":${value}}`)).toBe('token-malformed');
    },
  );
});

describe('claims that are needed', () => {
  test.each([
    { what: 'no exp', claims: { exp: undefined }, outcome: 'token-claim-missing' },
    { what: 'no iat', claims: { iat: undefined }, outcome: 'token-claim-missing' },
    { what: 'no account', claims: { sub: undefined }, outcome: 'token-claim-missing' },
    { what: 'an empty account', claims: { sub: '' }, outcome: 'token-malformed' },
    { what: 'a number for an account', claims: { sub: 30201 }, outcome: 'token-malformed' },
    { what: 'a list for an account', claims: { sub: ['site'] }, outcome: 'token-malformed' },
    { what: 'null for an account', claims: { sub: null }, outcome: 'token-malformed' },
    { what: 'a number for jti', claims: { jti: 1 }, outcome: 'token-malformed' },
    { what: 'an empty jti', claims: { jti: '' }, outcome: 'token-malformed' },
    { what: 'no jti', claims: {}, outcome: 'accepted' },
  ])('$what: $outcome', async ({ claims, outcome }) => {
    expect(await outcomeOf({ ...good, ...claims })).toBe(outcome);
  });

  test.each([
    { claims: { client_id: 'app', sub: 'user' }, outcome: 'accepted' },
    { claims: { sub: 'user' }, outcome: 'token-claim-missing' },
  ])('another account claim: $outcome', async ({ claims, outcome }) => {
    expect(await outcomeOf({ ...good, ...claims }, { accountClaim: 'client_id' })).toBe(outcome);
  });

  test('a claim that every object inherits is missing', async () => {
    expect(await outcomeOf(good, { accountClaim: 'constructor' })).toBe('token-claim-missing');
    const polluted = JSON.stringify(good).replace('{', '{"__proto__":{"client_id":"app"},');
    expect(await outcomeOf(polluted, { accountClaim: 'client_id' })).toBe('token-claim-missing');
  });

  test.each(['[]', 'null', '"claims"', '1', '', '{', '\ufeff{}', `${'['.repeat(3000)}`])(
    'claims that are %j are malformed',
    async (claims) => {
      expect(await outcomeOf(claims)).toBe('token-malformed');
    },
  );
});

describe('iss, aud and typ', () => {
  const mismatch = 'token-claim-mismatch';
  const missing = 'token-claim-missing';

  test.each([
    { claims: { iss: 'https://a.example' }, issuer: 'https://a.example', outcome: 'accepted' },
    {
      claims: { iss: 'https://b.example' },
      issuer: ['https://a.example', 'https://b.example'],
      outcome: 'accepted',
    },
    { claims: { iss: 'https://a.example/' }, issuer: 'https://a.example', outcome: mismatch },
    { claims: { iss: 'https://a.example.evil' }, issuer: 'https://a.example', outcome: mismatch },
    { claims: { iss: ['https://a.example'] }, issuer: 'https://a.example', outcome: mismatch },
    { claims: { iss: null }, issuer: 'https://a.example', outcome: mismatch },
    { claims: {}, issuer: 'https://a.example', outcome: missing },
    { claims: { iss: 'anybody' }, issuer: undefined, outcome: 'accepted' },
  ])('iss of $claims where $issuer is wanted: $outcome', async ({ claims, issuer, outcome }) => {
    expect(await outcomeOf({ ...good, ...claims }, { issuer })).toBe(outcome);
  });

  test.each([
    { claims: { aud: 'api' }, audience: 'api', outcome: 'accepted' },
    { claims: { aud: ['other', 'api'] }, audience: 'api', outcome: 'accepted' },
    { claims: { aud: 'b' }, audience: ['a', 'b'], outcome: 'accepted' },
    { claims: { aud: 'apis' }, audience: 'api', outcome: mismatch },
    { claims: { aud: ['other'] }, audience: 'api', outcome: mismatch },
    { claims: { aud: [['api']] }, audience: 'api', outcome: mismatch },
    { claims: { aud: { 0: 'api' } }, audience: 'api', outcome: mismatch },
    { claims: { aud: [] }, audience: 'api', outcome: missing },
    { claims: {}, audience: 'api', outcome: missing },
    { claims: { aud: 'anything' }, audience: undefined, outcome: 'accepted' },
  ])('aud of $claims where $audience is wanted: $outcome', async ({ claims, audience, outcome }) => {
    expect(await outcomeOf({ ...good, ...claims }, { audience })).toBe(outcome);
  });

  test.each([
    { typ: 'at+jwt', type: 'at+jwt', outcome: 'accepted' },
    { typ: 'AT+JWT', type: 'at+jwt', outcome: 'accepted' },
    { typ: 'application/at+jwt', type: 'at+jwt', outcome: 'accepted' },
    { typ: 'JWT', type: 'at+jwt', outcome: mismatch },
    { typ: 'application/x/at+jwt', type: 'at+jwt', outcome: mismatch },
    { typ: undefined, type: 'at+jwt', outcome: missing },
    { typ: 'secevent+jwt', type: undefined, outcome: 'accepted' },
  ])('typ $typ where $type is wanted: $outcome', async ({ typ, type, outcome }) => {
    expect(await outcomeOf(good, { type, ...(typ !== undefined && { typ }) })).toBe(outcome);
  });
});

describe('wrong configuration', () => {
  test.each([
    { options: { maxLifetimeSeconds: 0 }, message: /maxLifetimeSeconds must be/ },
    { options: { maxLifetimeSeconds: Number.NaN }, message: /maxLifetimeSeconds must be/ },
    { options: { maxLifetimeSeconds: Number.POSITIVE_INFINITY }, message: /maxLifetimeSeconds must be/ },
    { options: { maxLifetimeSeconds: undefined as never }, message: /maxLifetimeSeconds must be/ },
    { options: { toleranceSeconds: -1 }, message: /toleranceSeconds must be/ },
    { options: { toleranceSeconds: 301 }, message: /toleranceSeconds must be/ },
    { options: { toleranceSeconds: Number.NaN }, message: /toleranceSeconds must be/ },
    { options: { toleranceSeconds: '5' as never }, message: /toleranceSeconds must be/ },
    { options: { issuer: [] }, message: /issuer must be/ },
    { options: { audience: '' }, message: /audience must be/ },
    { options: { type: 1 as never }, message: /type must be/ },
    { options: { accountClaim: '' }, message: /accountClaim must be/ },
    { options: { requireTls: 0 as never }, message: /requireTls must be true or false/ },
    { options: { clock: 0 as never }, message: /clock must be a function/ },
    { options: { onVerdict: 0 as never }, message: /onVerdict must be a function/ },
    { options: { keys: [null] as never }, message: /keys must be a list of keys/ },
    { options: { directory: [{ id: 'a' }] as never }, message: /directory must have find/ },
    { options: { directory: null as never }, message: /directory must have find/ },
    { options: { revocations: null as never }, message: /revocations must have isRevoked/ },
    { options: { psuIpAddress: true as never }, message: /psuIpAddress must be an object/ },
    { options: { psuIpAddress: null as never }, message: /psuIpAddress must be an object/ },
    { options: { psuIpAddress: { required: 0 as never } }, message: /psuIpAddress.required must be true or/ },
    {
      options: { psuIpAddress: { publicOnly: 1 as never } },
      message: /psuIpAddress.publicOnly must be true/,
    },
    { options: { scopes: ['pay refund'] }, message: /scopes must be/ },
    { options: { scopes: ['a"b'] }, message: /scopes must be/ },
    { options: { scopes: 'pay' as never }, message: /scopes must be/ },
    { options: { realm: 'a\r\nb' }, message: /realm must be/ },
    { options: { directory: {} as never }, message: /directory must have find/ },
    { options: { revocations: {} as never }, message: /revocations must have isRevoked/ },
    { options: { psuIpAddress: { claim: '' } }, message: /psuIpAddress.claim must be/ },
    { options: { rememberedTokens: -1 }, message: /rememberedTokens must be/ },
    { options: { rememberedTokens: 1.5 }, message: /rememberedTokens must be/ },
  ])('$options: $message', async ({ options, message }) => {
    await expect(outcomeOf(good, options)).rejects.toThrow(message);
  });
});
