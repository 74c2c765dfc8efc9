import { basic } from '@countersign/basic';
import { defineVerifier, memoryDirectory, type TokenIssuer, unavailable } from '@countersign/core';
import express, { type RequestHandler } from 'express';
import request from 'supertest';
import { describe, expect, test, vi } from 'vitest';
import { listening, received } from '../../../test/support/listening.ts';
import { type Observation, type TokenEndpointHandlerOptions, tokenEndpoint } from './index.ts';

const clients = basic({
  directory: memoryDirectory([
    { id: 'client', secrets: ['se-cr:et'] },
    { id: 'closed', secrets: ['se-cr:et'], status: 'inactive' },
  ]),
  realm: 'Tokens',
  alsoFormEncoded: true,
});
const issuer: TokenIssuer = {
  issue: async ({ account, scopes = [] }) => ({
    accessToken: [account, ...scopes].join('.'),
    expiresInSeconds: 600,
  }),
};
const grant = 'grant_type=client_credentials';

function endpoint(options: Partial<TokenEndpointHandlerOptions> = {}, before: RequestHandler[] = []) {
  const app = express();
  for (const parser of before) app.use(parser);
  return app.all('/token', tokenEndpoint({ clients, issuer, ...options }));
}
const post = (app: express.Express, body?: string) =>
  request(app).post('/token').type('form').auth('client', 'se-cr:et').send(body);

describe.each([
  { where: 'without a parser', before: [] },
  { where: 'after express.json() and express.urlencoded()', before: [express.json(), express.urlencoded()] },
  { where: 'after express.urlencoded({ extended: true })', before: [express.urlencoded({ extended: true })] },
])('the token endpoint $where', ({ before }) => {
  const app = endpoint({ scopesFor: () => ['read', 'write'] }, before);

  test('gives a token, as RFC 6749 section 5.1 writes it', async () => {
    const { status, headers, body } = await post(app, grant);
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      pragma: 'no-cache',
    });
    expect(body).toEqual({
      access_token: 'client.read.write',
      token_type: 'Bearer',
      expires_in: 600,
      scope: 'read write',
    });
  });

  test.each([
    { what: 'no body', body: undefined, status: 400, error: 'invalid_request' },
    { what: 'another grant', body: 'grant_type=password', status: 400, error: 'unsupported_grant_type' },
    { what: 'no value', body: 'grant_type=', status: 400, error: 'invalid_request' },
    { what: 'a parameter twice', body: `${grant}&${grant}`, status: 400, error: 'invalid_request' },
    { what: 'a scope of another', body: `${grant}&scope=admin`, status: 400, error: 'invalid_scope' },
    { what: 'a scope of its own', body: `${grant}&scope=read`, status: 200, error: undefined },
    { what: 'an unknown parameter', body: `${grant}&colour=blue`, status: 200, error: undefined },
    {
      what: 'an unknown parameter named __proto__',
      body: `${grant}&__proto__=x`,
      status: 200,
      error: undefined,
    },
  ])('$what: $status $error', async ({ body: sent, status, error }) => {
    const { status: got, body } = await post(app, sent);
    expect([got, body.error]).toEqual([status, error]);
  });

  test('JSON: 400 invalid_request', async () => {
    const response = await post(app).type('json').send('{"grant_type":"client_credentials"}');
    expect([response.status, response.body.error]).toEqual([400, 'invalid_request']);
  });
});

describe('the client', () => {
  test.each([
    { what: 'none', credentials: undefined },
    { what: 'a wrong secret', credentials: 'client:se-cr' },
    { what: 'an inactive one', credentials: 'closed:se-cr:et' },
  ])('$what: 401 invalid_client with a challenge', async ({ credentials }) => {
    const sent = request(endpoint()).post('/token').type('form');
    if (credentials) sent.set('authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
    const { status, headers, body } = await sent.send(grant);
    expect([status, body.error]).toEqual([401, 'invalid_client']);
    expect(headers['www-authenticate']).toBe('Basic realm="Tokens", charset="UTF-8"');
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('every other method', () => {
  test.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s: 405 with Allow', async (method) => {
    await using server = await listening(endpoint());
    const { status, fields } = await received(server.open(method, '/token'));
    expect(status).toBe(405);
    expect(fields).toContainEqual(['allow', 'POST']);
  });
});

describe('limits', () => {
  test.each([
    { size: grant.length, status: 200 },
    { size: grant.length - 1, status: 413 },
  ])('a form of $size bytes at most: $status', async ({ size, status }) => {
    expect((await post(endpoint({ bodyLimitBytes: size }), grant)).status).toBe(status);
  });
});

describe('a fault', () => {
  const cause = new Error('connection to keys.internal refused');

  test.each([
    {
      what: 'the clients',
      options: { clients: defineVerifier({ scheme: 'failing', check: () => unavailable(cause) }) },
    },
    { what: 'the issuer', options: { issuer: { issue: () => Promise.reject(cause) } } },
  ])('of $what is 503, and its cause the operator’s', async ({ options }) => {
    const onUnavailable = vi.fn();
    const response = await post(endpoint({ ...options, onUnavailable }), grant);
    expect([response.status, response.headers['retry-after']]).toEqual([503, '1']);
    expect(response.text).not.toContain('keys.internal');
    expect(onUnavailable.mock.calls.map(([given]) => given)).toEqual([cause]);
  });
});

describe('observe', () => {
  test('is given the verdict on the client, and nothing where none was asked for', async () => {
    const observations: Observation[] = [];
    const app = endpoint({ observe: (observation) => observations.push(observation) });
    await request(app).get('/token');
    await post(app, 'grant_type=password');
    await post(app, grant).auth('client', 'wrong');
    expect(observations.map(({ verdict }) => verdict.outcome)).toEqual(['accepted', 'rejected']);
    expect(observations[0]?.explanation.at(-1)).toMatchObject({ check: 'grant', outcome: 'failed' });
  });
});

describe('wrong configuration', () => {
  test.each([
    { options: { clients: {} as never, issuer }, message: /clients must have verify/ },
    { options: { clients, issuer: {} as never }, message: /issuer must have issue/ },
    { options: { clients, issuer, scopesFor: ['pay'] as never }, message: /scopesFor must be a function/ },
    { options: { clients, issuer, observe: true as never }, message: /observe must be a function/ },
    { options: { clients, issuer, onUnavailable: 1 as never }, message: /onUnavailable must be a function/ },
    { options: { clients, issuer, bodyLimitBytes: 1.5 }, message: /bodyLimitBytes/ },
  ])('says what is wrong: $message', ({ options, message }) => {
    expect(() => tokenEndpoint(options)).toThrow(message);
  });
});
