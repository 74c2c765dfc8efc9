import { allOf, firstOf } from '@countersign/core';
import type express from 'express';
import request from 'supertest';
import { describe, expect, test, vi } from 'vitest';
import { listening, received } from '../../../test/support/listening.ts';
import {
  authenticated,
  pair,
  seed,
  siteBasic,
  siteBearer,
  siteKey,
  siteToken,
  tokens,
} from '../../../test/support/passport-app.ts';
import { signAuth } from '../../../test/support/sign-auth.ts';
import { BasicStrategy, BearerStrategy, UsernameTokenStrategy, verifierStrategy } from './index.ts';

describe('several strategies', () => {
  const both = () => authenticated([new BasicStrategy(siteBasic), new BearerStrategy(siteBearer)]);
  const basicChallenge = 'Basic realm="Sites", charset="UTF-8"';
  const challengesOf = async (app: express.Express, headers = {}) => {
    await using server = await listening(app);
    const { status, fields } = await received(server.open('GET', '/', headers));
    return [status, ...fields.filter(([name]) => name === 'www-authenticate').map(([, value]) => value)];
  };

  test('challenge each in a field of its own where nothing was sent', async () => {
    expect(await challengesOf(both().app)).toEqual([401, basicChallenge, 'Bearer realm="Tokens"']);
  });

  test('challenge with what was wrong of the one that was sent', async () => {
    const [status, ...challenges] = await challengesOf(both().app, { authorization: 'Bearer x.y.z' });
    expect(status).toBe(401);
    expect(challenges).toEqual([
      basicChallenge,
      expect.stringMatching(/^Bearer realm="Tokens".*error="invalid_token"/),
    ]);
  });

  test.each([
    { what: 'the first scheme', authorization: async () => `Basic ${pair('site:se:cr:et')}`, status: 200 },
    {
      what: 'the second scheme',
      authorization: async () =>
        `Bearer ${(await tokens.issue({ account: 'site', scopes: ['pay'] })).accessToken}`,
      status: 200,
    },
    {
      what: 'an inactive account by the first',
      authorization: async () => `Basic ${pair('closed:se:cr:et')}`,
      status: 403,
    },
    {
      what: 'a scope too few by the second',
      authorization: async () => `Bearer ${(await tokens.issue({ account: 'site' })).accessToken}`,
      status: 403,
    },
    { what: 'no token after the second scheme', authorization: async () => 'Bearer', status: 400 },
    { what: 'another scheme', authorization: async () => 'Digest x', status: 401 },
  ])('$what: $status', async ({ authorization, status }) => {
    const { app, errors } = both();
    const response = await request(app)
      .get('/')
      .set('authorization', await authorization());
    expect(response.status).toBe(status);
    expect(errors).toEqual([]);
  });

  test('as one composition challenge in one field, as a list', async () => {
    const one = authenticated([verifierStrategy(firstOf(siteBasic, siteBearer), 'either')]);
    expect(await challengesOf(one.app)).toEqual([401, `${basicChallenge}, Bearer realm="Tokens"`]);
  });

  test('that must both hold are one composition', async () => {
    const strategy = verifierStrategy(allOf(siteBasic, siteKey));
    const { app } = authenticated([strategy]);
    expect(strategy.name).toBe('all-of(basic, api-key-header)');
    const sent = () => request(app).get('/').auth('site', 'se:cr:et');
    expect((await sent()).status).toBe(401);
    expect((await sent().set('x-api-key', pair('site:se:cr:et'))).body.account).toBe('site');
  });

  test('read one body', async () => {
    const again = verifierStrategy(siteToken, 'again');
    const { app } = authenticated([new UsernameTokenStrategy(siteToken), again]);
    const auth = signAuth({ login: 'site', secret: 'se', seed });
    const verify = vi.spyOn(siteToken, 'verify');
    expect((await request(app).post('/').send({ auth })).status).toBe(401);
    const verdicts = await Promise.all(verify.mock.results.map(({ value }) => value));
    expect(verdicts.map(({ reason }) => reason)).toEqual(['proof-mismatch', 'proof-mismatch']);
    verify.mockRestore();
  });
});
