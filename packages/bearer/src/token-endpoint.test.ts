import { randomBytes } from 'node:crypto';
import { basic } from '@countersign/basic';
import {
  type Account,
  answerTokenRequest,
  type Directory,
  type InboundBody,
  memoryDirectory,
  rejected,
  type TokenEndpointOptions,
  type Verifier,
} from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { bearer } from './bearer.ts';
import { tokenIssuer } from './token-issuer.ts';

const key = randomBytes(32);
const issuer = tokenIssuer({ key, algorithm: 'HS256', lifetimeSeconds: 600 });
// An id and a secret that form encoding changes.
const client: Account = { id: 'a-b_c.d', secrets: ['100% +:'] };

const clientsIn = (directory: Directory, more: object = {}) =>
  basic({ directory, realm: 'Tokens', alsoFormEncoded: true, ...more });
const clients = clientsIn(memoryDirectory([client]));

const b64 = (text: string) => Buffer.from(text).toString('base64');
const authorization = `Basic ${b64('a-b_c.d:100% +:')}`;

interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string | readonly string[]>;
  readonly form?: string;
  readonly body?: InboundBody;
}

async function ask(
  { method = 'POST', headers = { authorization }, form, body }: Asked,
  options: Partial<TokenEndpointOptions> = {},
) {
  const request = inboundRequest({
    method,
    headers,
    body: body ?? { kind: 'form', value: new URLSearchParams(form ?? 'grant_type=client_credentials') },
  });
  const { answer, ...rest } = await answerTokenRequest(request, { clients, issuer, ...options });
  return { ...rest, status: answer.status, headers: answer.headers, body: JSON.parse(answer.body) };
}

describe('success (RFC 6749, section 5.1)', () => {
  test('is exactly a token, its type and its lifetime', async () => {
    const { status, headers, body } = await ask({});
    expect(status).toBe(200);
    expect(body).toStrictEqual({
      access_token: expect.stringMatching(/^eyJ0eXAiOiJKV1Qi[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 600,
    });
    expect(headers).toEqual({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      pragma: 'no-cache',
    });
  });

  test('is a token that a verifier of the same key accepts', async () => {
    const { body } = await ask({});
    const site = bearer({ keys: [{ key }], algorithms: ['HS256'], maxLifetimeSeconds: 600 });
    const request = inboundRequest({ headers: { authorization: `Bearer ${body.access_token}` } });
    expect(await site.verify(request)).toMatchObject({
      outcome: 'accepted',
      principal: { account: 'a-b_c.d' },
    });
  });

  test.each([
    { what: 'raw, as curl sends it', pair: 'a-b_c.d:100% +:' },
    { what: 'form-encoded, as openid-client sends it', pair: 'a%2Db%5Fc%2Ed:100%25+%2B%3A' },
    { what: 'form-encoded in lower case', pair: 'a%2db%5fc%2ed:100%25%20%2b%3a' },
  ])('the client id and secret $what', async ({ pair }) => {
    const { status } = await ask({ headers: { authorization: `Basic ${b64(pair)}` } });
    expect(status).toBe(200);
  });

  test.each([
    { what: 'an unknown parameter', form: 'grant_type=client_credentials&resource=x' },
    { what: 'an empty scope', form: 'grant_type=client_credentials&scope=' },
    { what: 'the client id again', form: 'grant_type=client_credentials&client_id=a-b_c.d' },
    { what: 'an empty client secret', form: 'grant_type=client_credentials&client_secret=' },
  ])('$what changes nothing', async ({ form }) => {
    const { status, body } = await ask({ form });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['access_token', 'token_type', 'expires_in']);
  });
});

describe('scopes (RFC 6749, section 3.3)', () => {
  const scopesFor = () => ['read', 'write'];

  test.each([
    { asked: '', granted: 'read write' },
    { asked: '&scope=', granted: 'read write' },
    { asked: '&scope=read', granted: 'read' },
    { asked: '&scope=write+read', granted: 'write read' },
    { asked: '&scope=read++read', granted: 'read' },
  ])('asked "$asked", granted "$granted"', async ({ asked, granted }) => {
    const { status, body } = await ask({ form: `grant_type=client_credentials${asked}` }, { scopesFor });
    expect({ status, scope: body.scope }).toEqual({ status: 200, scope: granted });
    const [, payload = ''] = body.access_token.split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ scope: granted });
  });

  test.each([
    { asked: 'admin', options: { scopesFor } },
    { asked: 'read+admin', options: { scopesFor } },
    { asked: 'READ', options: { scopesFor } },
    { asked: 'read%09write', options: { scopesFor } },
    { asked: 'read', options: {} },
  ])('asked "$asked": invalid_scope', async ({ asked, options }) => {
    const { status, body } = await ask({ form: `grant_type=client_credentials&scope=${asked}` }, options);
    expect({ status, error: body.error }).toEqual({ status: 400, error: 'invalid_scope' });
    expect(body).not.toHaveProperty('access_token');
  });
});

describe('errors (RFC 6749, section 5.2)', () => {
  const wrong = { authorization: `Basic ${b64('a-b_c.d:wrong')}` };
  const cases: (Asked & { what: string; status: number; error: string })[] = [
    { what: 'GET', method: 'GET', status: 405, error: 'invalid_request' },
    { what: 'PUT', method: 'PUT', status: 405, error: 'invalid_request' },
    { what: 'the method in lower case', method: 'post', status: 405, error: 'invalid_request' },
    { what: 'no authentication', headers: {}, status: 401, error: 'invalid_client' },
    {
      what: 'the client secret in the body alone',
      headers: {},
      form: 'grant_type=client_credentials&client_id=a-b_c.d&client_secret=100%25+%2B%3A',
      status: 401,
      error: 'invalid_client',
    },
    { what: 'a wrong secret', headers: wrong, status: 401, error: 'invalid_client' },
    {
      what: 'an unknown client',
      headers: { authorization: `Basic ${b64('nobody:x')}` },
      status: 401,
      error: 'invalid_client',
    },
    {
      what: 'a secret encoded twice',
      headers: { authorization: `Basic ${b64('a%2Db%5Fc%2Ed:100%2525%2B%252B%253A')}` },
      status: 401,
      error: 'invalid_client',
    },
    { what: 'another scheme', headers: { authorization: 'Bearer x' }, status: 401, error: 'invalid_client' },
    {
      what: 'two Authorization headers',
      headers: { authorization: [authorization, authorization] },
      status: 401,
      error: 'invalid_client',
    },
    {
      what: 'a wrong secret, and a wrong grant',
      headers: wrong,
      form: 'grant_type=x',
      status: 401,
      error: 'invalid_client',
    },
    {
      what: 'two ways of authentication',
      form: 'grant_type=client_credentials&client_secret=x',
      status: 400,
      error: 'invalid_request',
    },
    {
      what: 'an assertion beside Basic',
      form: 'grant_type=client_credentials&client_assertion=x',
      status: 400,
      error: 'invalid_request',
    },
    { what: 'no body', body: { kind: 'absent' }, status: 400, error: 'invalid_request' },
    {
      what: 'a JSON body',
      body: { kind: 'json', value: { grant_type: 'client_credentials' } },
      status: 400,
      error: 'invalid_request',
    },
    { what: 'another content type', body: { kind: 'unsupported' }, status: 400, error: 'invalid_request' },
    { what: 'a body that is none', body: { kind: 'malformed' }, status: 400, error: 'invalid_request' },
    { what: 'a body too large', body: { kind: 'too-large' }, status: 413, error: 'invalid_request' },
    { what: 'no grant_type', form: 'scope=', status: 400, error: 'invalid_request' },
    { what: 'an empty grant_type', form: 'grant_type=', status: 400, error: 'invalid_request' },
    {
      what: 'grant_type twice',
      form: 'grant_type=client_credentials&grant_type=client_credentials',
      status: 400,
      error: 'invalid_request',
    },
    {
      what: 'another parameter twice',
      form: 'grant_type=client_credentials&x=1&x=2',
      status: 400,
      error: 'invalid_request',
    },
    { what: 'another grant', form: 'grant_type=password', status: 400, error: 'unsupported_grant_type' },
    {
      what: 'the grant in capitals',
      form: 'grant_type=CLIENT_CREDENTIALS',
      status: 400,
      error: 'unsupported_grant_type',
    },
    {
      what: 'the grant and a space',
      form: 'grant_type=client_credentials+',
      status: 400,
      error: 'unsupported_grant_type',
    },
  ];

  test.each(cases)('$what: $status $error', async ({ what: _, status, error, ...asked }) => {
    const answer = await ask(asked);
    expect({ status: answer.status, error: answer.body.error }).toEqual({ status, error });
    expect(Object.keys(answer.body)).toEqual(['error', 'error_description']);
    // RFC 6749, section 5.2: %x20-21 / %x23-5B / %x5D-7E.
    expect(answer.body.error_description).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
    });
    expect(answer.headers['www-authenticate']).toEqual(
      status === 401 ? ['Basic realm="Tokens", charset="UTF-8"'] : undefined,
    );
    expect(answer.headers.allow).toBe(status === 405 ? 'POST' : undefined);
  });

  test('malformed, unknown and wrong look the same', async () => {
    const bodies = ['Basic x', `Basic ${b64('nobody:x')}`, wrong.authorization].map(async (sent) => {
      const { status, headers, body } = await ask({ headers: { authorization: sent } });
      return JSON.stringify({ status, headers, body });
    });
    expect(new Set(await Promise.all(bodies)).size).toBe(1);
  });

  test.each([
    { what: 'an inactive client', more: { status: 'inactive' } },
    { what: 'an expired client', more: { status: 'expired' } },
    { what: 'a client that calls from elsewhere', more: { addresses: ['203.0.113.0/24'] } },
  ] as const)('$what is challenged, too: 401 invalid_client', async ({ more }) => {
    const others = clientsIn(memoryDirectory([{ ...client, ...more }]));
    const { status, headers, body } = await ask({}, { clients: others });
    expect({ status, error: body.error }).toEqual({ status: 401, error: 'invalid_client' });
    expect(headers['www-authenticate']).toEqual(['Basic realm="Tokens", charset="UTF-8"']);
  });
});

describe('what is not the client’s fault', () => {
  test('a directory that fails: 503, with Retry-After', async () => {
    const broken = clientsIn({ find: () => Promise.reject(new Error('connection refused')) });
    const { status, headers, body } = await ask({}, { clients: broken });
    expect({ status, error: body.error }).toEqual({ status: 503, error: 'temporarily_unavailable' });
    expect(headers).toMatchObject({ 'retry-after': '1', 'cache-control': 'no-store' });
    expect(JSON.stringify(body)).not.toContain('refused');
  });

  test('an issuer that fails: 503, and the cause for the log alone', async () => {
    const cause = new Error('no key');
    const answer = await ask({}, { issuer: { issue: () => Promise.reject(cause) } });
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1', 'cache-control': 'no-store' },
      body: { error: 'temporarily_unavailable' },
      cause,
    });
    expect(JSON.stringify(answer.body)).not.toContain('no key');
  });

  test('too many failures: 429, with Retry-After', async () => {
    const throttled: Verifier = {
      scheme: 'basic',
      verify: async () => ({ ...rejected('throttled'), retryAfter: 30 }),
    };
    const { status, headers } = await ask({}, { clients: throttled });
    expect(status).toBe(429);
    expect(headers['retry-after']).toBe('30');
  });

  test('a client is authenticated before its body is read', async () => {
    const request = {
      ...inboundRequest({ headers: {} }),
      body: () => Promise.reject(new Error('was read')),
    };
    const { answer, verdict } = await answerTokenRequest(request, { clients, issuer });
    expect(answer.status).toBe(401);
    expect(verdict).toEqual({ outcome: 'absent' });
  });
});
