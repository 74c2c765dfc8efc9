import { basic } from '@countersign/basic';
import { defineVerifier, rejected, unavailable, type Verifier } from '@countersign/core';
import express from 'express';
import { Passport } from 'passport';
import request, { type Test } from 'supertest';
import { describe, expect, test } from 'vitest';
import { listening, received } from '../../../test/support/listening.ts';
import {
  authenticated,
  directory,
  noCertificate,
  pair,
  seed,
  siteBasic,
  siteBearer,
  siteKey,
  siteToken,
  tokens,
} from '../../../test/support/passport-app.ts';
import { signAuth } from '../../../test/support/sign-auth.ts';
import {
  ApiKeyHeaderStrategy,
  BasicStrategy,
  BearerStrategy,
  ClientCertificateStrategy,
  UsernameTokenStrategy,
  verifierStrategy,
} from './index.ts';

describe('a strategy of each scheme', () => {
  const challengeOf = (verifier: Verifier) => verifier.challenges?.({ outcome: 'absent' })[0];

  test.each([
    {
      name: 'basic',
      strategy: new BasicStrategy(siteBasic),
      challenge: challengeOf(siteBasic),
      good: (sent: Test) => sent.auth('site', 'se:cr:et'),
      bad: (sent: Test) => sent.auth('site', 'se'),
    },
    {
      name: 'api-key-header',
      strategy: new ApiKeyHeaderStrategy(siteKey),
      challenge: challengeOf(siteKey),
      good: (sent: Test) => sent.set('x-api-key', pair('site:se:cr:et')),
      bad: (sent: Test) => sent.set('x-api-key', pair('site:se')),
    },
    {
      name: 'bearer',
      strategy: new BearerStrategy(siteBearer),
      challenge: challengeOf(siteBearer),
      good: async (sent: Test) =>
        sent.auth((await tokens.issue({ account: 'site', scopes: ['pay'] })).accessToken, { type: 'bearer' }),
      bad: (sent: Test) => sent.auth('no-token', { type: 'bearer' }),
    },
    {
      name: 'username-token',
      strategy: new UsernameTokenStrategy(siteToken),
      challenge: challengeOf(siteToken),
      good: (sent: Test) => sent.send({ auth: signAuth({ login: 'site', secret: 'se:cr:et', seed }) }),
      bad: (sent: Test) => sent.send({ auth: signAuth({ login: 'site', secret: 'se', seed }) }),
    },
  ])('$name: the principal is req.user, and a refusal challenges', async (row) => {
    expect(row.strategy.name).toBe(row.name);
    const { app, errors } = authenticated([row.strategy]);
    const good = await row.good(request(app).post('/'));
    expect([good.status, good.body.account]).toEqual([200, 'site']);
    const none = await request(app).post('/');
    expect([none.status, none.headers['www-authenticate'], none.text]).toEqual([
      401,
      row.challenge,
      'Unauthorized',
    ]);
    const bad = await row.bad(request(app).post('/'));
    expect([bad.status, bad.headers['www-authenticate']?.split(' ')[0]]).toEqual([
      401,
      row.challenge?.split(' ')[0],
    ]);
    expect(errors).toEqual([]);
  });

  test('client-certificate: no certificate is a 401 that has no challenge to send', async () => {
    const strategy = new ClientCertificateStrategy(noCertificate);
    expect(strategy.name).toBe('client-certificate');
    const { status, headers } = await request(authenticated([strategy]).app).get('/');
    expect([status, headers['www-authenticate']]).toEqual([401, undefined]);
  });

  test('a name of its own is the one that passport.authenticate knows', async () => {
    const strategies = [
      new BasicStrategy(siteBasic, { name: 'merchants' }),
      verifierStrategy(siteKey, 'partners'),
    ];
    expect(strategies.map(({ name }) => name)).toEqual(['merchants', 'partners']);
    const { status } = await request(authenticated(strategies).app).get('/').auth('site', 'se:cr:et');
    expect(status).toBe(200);
  });
});

describe('statuses', () => {
  test.each([
    { what: 'a wrong secret', credentials: 'site:se', status: 401 },
    { what: 'an inactive account', credentials: 'closed:se:cr:et', status: 403 },
    { what: 'a foreign address', credentials: 'near:se:cr:et', status: 403 },
  ])('$what: $status', async ({ credentials, status }) => {
    const { app } = authenticated([new BasicStrategy(siteBasic)]);
    const sent = request(app)
      .get('/')
      .set('authorization', `Basic ${pair(credentials)}`);
    expect((await sent).status).toBe(status);
  });

  test('are those of a verifier’s own refusal', async () => {
    const autopay: Verifier = {
      ...noCertificate,
      refuse: () => ({ status: 400, headers: {}, body: '' }),
    };
    expect((await request(authenticated([verifierStrategy(autopay)]).app).get('/')).status).toBe(400);
  });

  test.each([
    { trustedProxies: ['127.0.0.0/8', '::1'], status: 200 },
    { trustedProxies: [], status: 403 },
  ])('by an address behind the proxies $trustedProxies: $status', async ({ trustedProxies, status }) => {
    const { app } = authenticated([new BasicStrategy(siteBasic, { trustedProxies })]);
    const sent = request(app).get('/').auth('near', 'se:cr:et').set('x-forwarded-for', '203.0.113.9');
    expect((await sent).status).toBe(status);
  });
});

describe('a verifier that cannot answer', () => {
  const cause = new Error('connection to directory.internal refused');
  const failing = defineVerifier({ scheme: 'basic', check: () => unavailable(cause, 2.5) });

  test('is an error with 503, not a failure: no other strategy is tried', async () => {
    const { app, errors } = authenticated([new BasicStrategy(failing), new ApiKeyHeaderStrategy(siteKey)]);
    const response = await request(app).get('/').set('x-api-key', pair('site:se:cr:et'));
    expect([response.status, response.headers['retry-after']]).toEqual([503, '3']);
    expect(response.text).not.toContain('directory.internal');
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ name: 'UnavailableError', status: 503, retryAfter: 2.5 });
    expect(errors[0]?.cause).toBe(cause);
  });

  test('and breaks its contract by throwing is an error too', async () => {
    const thrown = new Error('a bug');
    const broken: Verifier = { scheme: 'basic', verify: () => Promise.reject(thrown) };
    const { app, errors } = authenticated([new BasicStrategy(broken)]);
    expect((await request(app).get('/')).status).toBe(500);
    expect(errors).toEqual([thrown]);
  });
});

describe('passport.authenticate with a callback', () => {
  test.each([
    { what: 'accepted', credentials: 'site:se:cr:et', said: [null, { account: 'site' }, null, null] },
    {
      what: 'absent',
      credentials: undefined,
      said: [null, false, siteBasic.challenges?.({ outcome: 'absent' })[0], null],
    },
    { what: 'rejected', credentials: 'closed:se:cr:et', said: [null, false, null, 403] },
  ])('$what', async ({ credentials, said }) => {
    const passport = new Passport().use(new BasicStrategy(siteBasic));
    const app = express().use((req, res, next) => {
      const tell = (...args: unknown[]) => void res.json([0, 1, 2, 3].map((i) => args[i] ?? null));
      passport.authenticate('basic', { session: false }, tell)(req, res, next);
    });
    const sent = request(app).get('/');
    if (credentials) sent.set('authorization', `Basic ${pair(credentials)}`);
    expect((await sent).body).toEqual(said);
  });
});

test('requests at the same time are told apart', async () => {
  const slow = basic({
    directory: {
      find: async (id) => {
        await new Promise((resolve) => setTimeout(resolve, id === 'site' ? 30 : 5));
        return directory.find(id);
      },
    },
    realm: 'Sites',
  });
  const { app } = authenticated([new BasicStrategy(slow)]);
  await using server = await listening(app);
  const answers = ['site:se:cr:et', 'closed:se:cr:et', 'site:se', 'nobody:x'].map((credentials) =>
    received(server.open('GET', '/', { authorization: `Basic ${pair(credentials)}` })),
  );
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 403, 401, 401]);
});

describe('wrong configuration', () => {
  const named = (scheme: string) => defineVerifier({ scheme, check: () => rejected('account-unknown') });

  test.each([
    { Strategy: BasicStrategy, scheme: 'basic' },
    { Strategy: ApiKeyHeaderStrategy, scheme: 'api-key-header' },
    { Strategy: BearerStrategy, scheme: 'bearer' },
    { Strategy: ClientCertificateStrategy, scheme: 'client-certificate' },
    { Strategy: UsernameTokenStrategy, scheme: 'username-token' },
  ])('$Strategy.name takes $scheme and nothing else', ({ Strategy, scheme }) => {
    expect(new Strategy(named(scheme)).name).toBe(scheme);
    for (const other of ['digest', `not-${scheme}`, `first-of(${scheme})`, `other:${scheme}`]) {
      expect(() => new Strategy(named(other))).toThrow(TypeError);
      expect(() => new Strategy(named(other))).toThrow(
        `must be one of the scheme ${scheme}, not of ${other}`,
      );
    }
  });

  test.each([
    { make: () => new BasicStrategy(undefined as never), message: /verifier must have verify/ },
    { make: () => verifierStrategy({} as never), message: /verifier must have verify/ },
    { make: () => verifierStrategy(siteBasic, ''), message: /name must be/ },
    { make: () => new BasicStrategy(siteBasic, { bodyLimitBytes: -1 }), message: /bodyLimitBytes/ },
    { make: () => new BasicStrategy(siteBasic, { trustedProxies: ['x'] }), message: /trustedProxies/ },
  ])('says what is wrong: $message', ({ make, message }) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });
});
