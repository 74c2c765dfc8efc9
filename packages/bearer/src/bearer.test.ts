import { generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto';
import { type Explanation, memoryDirectory, refusalOf } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { signedToken } from '../../../test/support/signed-token.ts';
import { type BearerOptions, bearer } from './bearer.ts';
import type { SignatureAlgorithm } from './signature-algorithm.ts';

const now = Date.parse('2026-01-02T03:04:05Z');
const iat = now / 1000;
const claims = { sub: 'site', iat, exp: iat + 600 };
const secret = randomBytes(32);

const verifier = (options: Partial<BearerOptions> = {}) =>
  bearer({
    keys: [{ key: secret }],
    algorithms: ['HS256'],
    maxLifetimeSeconds: 600,
    clock: () => now,
    ...options,
  });
const tokenOf = (more: object = {}) =>
  signedToken({ header: { alg: 'HS256' }, claims: { ...claims, ...more }, key: secret });
const requestWith = (authorization: string | string[]) => inboundRequest({ headers: { authorization } });

describe('known answers: the signature holds, and what the examples lack is found after it', () => {
  const jwtExample =
    'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
  const vectors: {
    source: string;
    algorithm: SignatureAlgorithm;
    key: JsonWebKey;
    token: string;
    reason: string;
    signature: string;
  }[] = [
    {
      source: 'RFC 7515, appendix A.1',
      algorithm: 'HS256',
      key: {
        kty: 'oct',
        k: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
      },
      token: `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${jwtExample}`,
      signature: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
      reason: 'token-claim-missing',
    },
    {
      source: 'RFC 7515, appendix A.3',
      algorithm: 'ES256',
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
        y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
      },
      token: `eyJhbGciOiJFUzI1NiJ9.${jwtExample}`,
      signature: 'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
      reason: 'token-claim-missing',
    },
    {
      source: 'RFC 8037, appendix A.4 (its payload is a sentence, not claims)',
      algorithm: 'EdDSA',
      key: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
      token: 'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc',
      signature: 'hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg',
      reason: 'token-malformed',
    },
  ];

  test.each(vectors)('$source: $reason', async ({ algorithm, key, token, signature, reason }) => {
    const example = verifier({ keys: [{ key }], algorithms: [algorithm] });
    const explain: Explanation = [];
    expect(await example.verify(requestWith(`Bearer ${token}.${signature}`), { explain })).toEqual({
      outcome: 'rejected',
      reason,
    });
    expect(explain).toContainEqual({ check: 'signature', outcome: 'passed', detail: algorithm });

    const other = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    expect(await example.verify(requestWith(`Bearer ${token}.${other}`))).toMatchObject({
      reason: 'proof-mismatch',
    });
  });
});

describe('every algorithm verifies what node:crypto signs', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ed25519 = generateKeyPairSync('ed25519');
  const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
  const symmetric = (bytes: number) => {
    const bytesOf = randomBytes(bytes);
    return { privateKey: bytesOf, publicKey: bytesOf };
  };
  test.each([
    { alg: 'HS256', pair: symmetric(32) },
    { alg: 'HS384', pair: symmetric(48) },
    { alg: 'HS512', pair: symmetric(64) },
    { alg: 'RS256', pair: rsa },
    { alg: 'RS384', pair: rsa },
    { alg: 'RS512', pair: rsa },
    { alg: 'PS256', pair: rsa },
    { alg: 'PS384', pair: rsa },
    { alg: 'PS512', pair: rsa },
    { alg: 'ES256', pair: ec('P-256') },
    { alg: 'ES384', pair: ec('P-384') },
    { alg: 'ES512', pair: ec('P-521') },
    { alg: 'EdDSA', pair: ed25519 },
    { alg: 'Ed25519', pair: ed25519 },
  ] as const)('$alg', async ({ alg, pair }) => {
    const token = signedToken({ header: { alg, kid: 'k' }, claims, key: pair.privateKey });
    const one = verifier({ keys: [{ kid: 'k', key: pair.publicKey }], algorithms: [alg] });
    expect(await one.verify(requestWith(`Bearer ${token}`))).toMatchObject({ outcome: 'accepted' });
    const last = Buffer.from(token.slice(token.lastIndexOf('.') + 1), 'base64url');
    last[last.length - 1] = (last.at(-1) ?? 0) ^ 1;
    const forged = `${token.slice(0, token.lastIndexOf('.'))}.${last.toString('base64url')}`;
    expect(await one.verify(requestWith(`Bearer ${forged}`))).toMatchObject({ reason: 'proof-mismatch' });
  });
});

test('the principal is what the token says, frozen', async () => {
  const token = tokenOf({ scope: 'pay  refund', jti: 'token-1', roles: ['a'] });
  const verdict = await verifier().verify(requestWith(`Bearer ${token}`));
  expect(verdict).toEqual({
    outcome: 'accepted',
    principal: {
      account: 'site',
      claims: { ...claims, scope: 'pay  refund', jti: 'token-1', roles: ['a'] },
      scopes: ['pay', 'refund'],
      tokenId: 'token-1',
      expiresAt: now + 600_000,
      revocableUntil: now + 605_000,
    },
  });
  if (verdict.outcome !== 'accepted') throw new Error('not accepted');
  const { roles } = verdict.principal.claims;
  expect(() => (roles as string[]).push('admin')).toThrow(TypeError);
});

describe('the header', () => {
  const token = tokenOf();

  test.each([
    { what: 'the scheme and the token', header: `Bearer ${token}`, outcome: 'accepted' },
    { what: 'the scheme in lower case', header: `bearer ${token}`, outcome: 'accepted' },
    { what: 'several spaces', header: `Bearer   ${token}`, outcome: 'accepted' },
    { what: 'no header', header: [], outcome: 'absent' },
    { what: 'the token alone', header: token, outcome: 'absent' },
    { what: 'another scheme', header: 'Basic c2l0ZTpzZWNyZXQ=', outcome: 'absent' },
    { what: 'a scheme that starts with the word', header: `BearerX ${token}`, outcome: 'absent' },
    { what: 'the scheme alone', header: 'Bearer', outcome: 'credentials-malformed' },
    { what: 'the scheme and a space', header: 'Bearer ', outcome: 'credentials-malformed' },
    { what: 'more after the token', header: `Bearer ${token} x`, outcome: 'credentials-malformed' },
    { what: 'the scheme twice', header: `Bearer Bearer ${token}`, outcome: 'credentials-malformed' },
    {
      what: 'two credentials in one header',
      header: `Bearer ${token}, Bearer ${token}`,
      outcome: 'credentials-malformed',
    },
    { what: 'a tab', header: `Bearer ${token}\tx`, outcome: 'credentials-malformed' },
    {
      what: 'the header twice',
      header: [`Bearer ${token}`, `Bearer ${token}`],
      outcome: 'credentials-malformed',
    },
    {
      what: 'two schemes in two headers',
      header: [`Bearer ${token}`, 'Basic x'],
      outcome: 'credentials-malformed',
    },
    { what: '8,192 characters', header: `Bearer ${'a'.repeat(8185)}`, outcome: 'token-malformed' },
    { what: '8,193 characters', header: `Bearer ${'a'.repeat(8186)}`, outcome: 'credentials-malformed' },
    { what: 'quotes around the token', header: `Bearer "${token}"`, outcome: 'token-malformed' },
  ])('$what: $outcome', async ({ header, outcome }) => {
    const verdict = await verifier().verify(requestWith(header));
    expect(verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome).toBe(outcome);
  });

  test('a token in the query or in the body is absent', async () => {
    const request = inboundRequest({
      target: `/?access_token=${token}`,
      body: { kind: 'form', value: new URLSearchParams({ access_token: token }) },
    });
    expect(await verifier().verify(request)).toEqual({ outcome: 'absent' });
  });

  test('plain HTTP is refused before the token is looked at, where TLS is required', async () => {
    const site = verifier({ requireTls: true });
    const over = (transport: object) =>
      inboundRequest({ headers: { authorization: `Bearer ${token}` }, transport });
    expect(await site.verify(over({ secure: false }))).toMatchObject({ reason: 'insecure-transport' });
    expect(await site.verify(over({ tlsVersion: 'TLSv1.1' }))).toMatchObject({
      reason: 'insecure-transport',
    });
    expect(await site.verify(over({ tlsVersion: 'TLSv1.2' }))).toMatchObject({ outcome: 'accepted' });
  });
});

describe('account and scopes', () => {
  test.each([
    { what: 'active', account: {}, reason: undefined },
    { what: 'inactive', account: { status: 'inactive' }, reason: 'account-inactive' },
    { what: 'expired', account: { status: 'expired' }, reason: 'account-expired' },
    {
      what: 'with expired credentials',
      account: { status: 'credentials-expired' },
      reason: 'credentials-expired',
    },
    { what: 'called from its range', account: { addresses: ['198.51.100.0/24'] }, reason: undefined },
    {
      what: 'called from elsewhere',
      account: { addresses: ['203.0.113.0/24'] },
      reason: 'address-not-allowed',
    },
  ] as const)('an account $what: $reason', async ({ account, reason }) => {
    const site = verifier({ directory: memoryDirectory([{ id: 'site', ...account }]) });
    const verdict = await site.verify(requestWith(`Bearer ${tokenOf()}`));
    expect(verdict.outcome === 'rejected' ? verdict.reason : undefined).toBe(reason);
  });

  test('an account that the directory does not know is account-unknown', async () => {
    const site = verifier({ directory: memoryDirectory([{ id: 'another' }]) });
    expect(await site.verify(requestWith(`Bearer ${tokenOf()}`))).toEqual({
      outcome: 'rejected',
      reason: 'account-unknown',
      account: 'site',
    });
  });

  test('an account is looked up only once its token is proven', async () => {
    const lookedUp: string[] = [];
    const site = verifier({ directory: { find: (id) => void lookedUp.push(id) as undefined } });
    const forged = signedToken({ header: { alg: 'HS256' }, claims, key: randomBytes(32) });
    expect(await site.verify(requestWith(`Bearer ${forged}`))).toMatchObject({ reason: 'proof-mismatch' });
    expect(lookedUp).toEqual([]);
    await site.verify(requestWith(`Bearer ${tokenOf()}`));
    expect(lookedUp).toEqual(['site']);
  });

  test.each([
    { scope: 'pay refund', outcome: 'accepted' },
    { scope: 'refund other pay', outcome: 'accepted' },
    { scope: 'pay', outcome: 'scope-insufficient' },
    { scope: 'PAY refund', outcome: 'scope-insufficient' },
    { scope: 'payrefund', outcome: 'scope-insufficient' },
    { scope: '', outcome: 'scope-insufficient' },
    { scope: undefined, outcome: 'scope-insufficient' },
    { scope: ['pay', 'refund'], outcome: 'token-malformed' },
  ])(
    'a token with the scope $scope where pay and refund are needed: $outcome',
    async ({ scope, outcome }) => {
      const site = verifier({ scopes: ['pay', 'refund'] });
      const verdict = await site.verify(requestWith(`Bearer ${tokenOf({ scope })}`));
      expect(verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome).toBe(outcome);
    },
  );

  test('a directory that fails is unavailable, never accepted', async () => {
    const cause = new Error('connection refused');
    const site = verifier({ directory: { find: () => Promise.reject(cause) } });
    expect(await site.verify(requestWith(`Bearer ${tokenOf()}`))).toEqual({
      outcome: 'unavailable',
      cause,
      retryAfter: 1,
    });
  });
});

describe('refusals', () => {
  const site = verifier({ realm: 'Test', scopes: ['pay', 'refund'], psuIpAddress: {} });
  const scoped = `Bearer ${tokenOf({ scope: 'pay refund' })}`;

  test.each([
    { what: 'no token', header: [], status: 401, challenge: 'Bearer realm="Test"' },
    {
      what: 'nothing after the scheme',
      header: 'Bearer',
      status: 400,
      challenge: expect.stringMatching(
        /^Bearer realm="Test", error="invalid_request", error_description="[^"]+"$/,
      ),
    },
    {
      what: 'the header twice',
      header: [scoped, scoped],
      status: 400,
      challenge: expect.stringContaining('error="invalid_request"'),
    },
    {
      what: 'a token that is none',
      header: 'Bearer x',
      status: 401,
      challenge: expect.stringMatching(
        /^Bearer realm="Test", error="invalid_token", error_description="[^"]+"$/,
      ),
    },
    {
      what: 'an expired token',
      header: `Bearer ${tokenOf({ iat: iat - 600, exp: iat })}`,
      status: 401,
      challenge: 'Bearer realm="Test", error="invalid_token", error_description="The token has expired."',
    },
    {
      what: 'a token without the scopes',
      header: `Bearer ${tokenOf()}`,
      status: 403,
      challenge: expect.stringMatching(
        /^Bearer realm="Test", error="insufficient_scope", error_description="[^"]+", scope="pay refund"$/,
      ),
    },
    { what: 'no PSU-IP-Address', header: scoped, status: 400, challenge: undefined },
  ])('$what: $status', async ({ header, status, challenge }) => {
    const request = requestWith(header);
    const verdict = await site.verify(request);
    if (verdict.outcome === 'accepted') throw new Error('accepted');
    const refusal = refusalOf(site, verdict, request);
    expect(refusal.status).toBe(status);
    expect(refusal.headers['www-authenticate']).toEqual(challenge === undefined ? undefined : [challenge]);
    expect(refusal.headers['content-type']).toBe('application/problem+json');
    expect(refusal.headers['cache-control']).toBe('no-store');
    expect(JSON.parse(refusal.body)).toMatchObject({ status, title: expect.any(String) });
    const token = [header].flat()[0]?.split(' ')[1];
    if (token && token.length > 1) expect(JSON.stringify(refusal)).not.toContain(token);
  });
});

describe('explanations', () => {
  const explained = async (header: string, options: Partial<BearerOptions> = {}) => {
    const explain: Explanation = [];
    await verifier(options).verify(requestWith(header), { explain });
    return explain;
  };

  test('the checks of an accepted token, in order', async () => {
    const explain = await explained(`Bearer ${tokenOf({ iss: 'i', aud: 'a', jti: '1', scope: 'pay' })}`, {
      issuer: 'i',
      audience: 'a',
      revocations: { revoke() {}, isRevoked: () => false },
      directory: memoryDirectory([{ id: 'site' }]),
      scopes: ['pay'],
      psuIpAddress: { required: false },
    });
    expect(explain.map(({ check, outcome }) => `${check}: ${outcome}`)).toEqual(
      [
        ...['token', 'key', 'signature', 'claims', 'iss', 'aud', 'lifetime', 'iat', 'nbf', 'exp'],
        ...['revocation', 'account', 'account state', 'scopes', 'PSU-IP-Address'],
      ].map((check) => `${check}: passed`),
    );
  });

  const zone = signedToken({
    header: { alg: 'HS256' },
    claims: { sub: 'site', iat: iat + 7200, exp: iat + 7800 },
    key: secret,
  });
  const milliseconds = signedToken({
    header: { alg: 'HS256' },
    claims: { sub: 'site', iat, exp: now + 600_000 },
    key: secret,
  });
  const unsigned = signedToken({ header: { alg: 'none' }, claims, key: secret, algorithm: 'HS256' });
  const publicKeySigned = signedToken({ header: { alg: 'RS256' }, claims, key: secret, algorithm: 'HS256' });

  test.each([
    { what: 'no "Bearer "', header: tokenOf(), hint: /put "Bearer " before it/ },
    { what: '"Bearer " twice', header: `Bearer Bearer ${tokenOf()}`, hint: /twice/ },
    { what: 'quotes', header: `Bearer "${tokenOf()}"`, hint: /without quotes/ },
    { what: 'padding', header: `Bearer ${tokenOf()}=`, hint: /without padding/ },
    { what: 'five parts', header: 'Bearer a.b.c.d.e', hint: /encrypted/ },
    { what: 'no algorithm', header: `Bearer ${unsigned}`, hint: /unsigned/ },
    {
      what: 'a private key for a secret',
      header: `Bearer ${publicKeySigned}`,
      hint: /shared secret is wanted/,
    },
    { what: 'a clock that is off by a zone', header: `Bearer ${zone}`, hint: /off by 2 h/ },
    { what: 'milliseconds for seconds', header: `Bearer ${milliseconds}`, hint: /milliseconds/ },
  ])('$what is named', async ({ header, hint }) => {
    const explain = await explained(header);
    expect(explain.at(-1)).toMatchObject({ outcome: 'failed', hint: expect.stringMatching(hint) });
    expect(JSON.stringify(explain)).not.toContain(tokenOf().slice(-20));
  });

  test('an expired token says by how much', async () => {
    const explain = await explained(`Bearer ${tokenOf({ iat: iat - 612, exp: iat - 12 })}`);
    expect(explain.at(-1)).toEqual({
      check: 'exp',
      outcome: 'failed',
      detail: 'expired 12 s ago',
      hint: 'the token expired 12 s ago, after 10 min: get a new one',
    });
  });
});
