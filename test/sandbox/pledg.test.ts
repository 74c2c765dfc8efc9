import { afterEach, describe, expect, test } from 'vitest';
import { basicOf, type CallOptions, call } from '../support/call.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const sandbox = runningSandbox({ tlsPort: false });
afterEach(() => {
  sandbox().clock.offsetSeconds = 0;
});

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const grant = 'grant_type=client_credentials';
const documented = 'Basic eW91cl9rZXk6eW91cl9zZWNyZXQ=';

const askToken = (options: CallOptions = {}, path = '/api/token') =>
  call(sandbox().url + path, {
    method: 'POST',
    headers: { ...form, authorization: documented },
    body: grant,
    ...options,
  });

async function token(): Promise<string> {
  const { json } = await askToken();
  return (json as { access_token: string }).access_token;
}

const release = (authorization: string) =>
  call(`${sandbox().url}/api/purchases/p1/release`, { method: 'POST', headers: { authorization } });

describe.each(['/api/token', '/oauth/token'])('POST %s', (path) => {
  test('answers a client as documented', async () => {
    const { status, headers, json } = await askToken({}, path);
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(headers['cache-control']).toBe('no-store');
    expect(json).toEqual({
      access_token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 600,
    });
  });

  test.each([
    {
      what: 'id and secret form-encoded',
      headers: { ...form, authorization: basicOf('your%5Fkey', 'your%5Fsecret') },
      status: 200,
    },
    { what: 'no client', headers: form, status: 401, error: 'invalid_client' },
    {
      what: 'a wrong secret',
      headers: { ...form, authorization: basicOf('your_key', 'x') },
      status: 401,
      error: 'invalid_client',
    },
    {
      what: "the dashboard's account",
      headers: { ...form, authorization: basicOf('random@domain.com', 'john123') },
      status: 401,
      error: 'invalid_client',
    },
    {
      what: 'a JSON body',
      headers: { authorization: documented, 'content-type': 'application/json' },
      body: '{"grant_type":"client_credentials"}',
      status: 400,
      error: 'invalid_request',
    },
    { what: 'no grant type', body: 'scope=', status: 400, error: 'invalid_request' },
    { what: 'the grant type twice', body: `${grant}&${grant}`, status: 400, error: 'invalid_request' },
    { what: 'another grant type', body: 'grant_type=password', status: 400, error: 'unsupported_grant_type' },
    { what: 'a scope', body: `${grant}&scope=all`, status: 400, error: 'invalid_scope' },
    { what: 'GET', method: 'GET', status: 405, error: 'invalid_request' },
  ])('$what: $status $error', async ({ what: _what, status, error, ...options }) => {
    const answer = await askToken(
      options.method === 'GET' ? { method: 'GET', headers: form, body: '' } : options,
      path,
    );
    expect(answer.status).toBe(status);
    if (error) expect(answer.json).toMatchObject({ error });
    if (status === 401) expect(answer.headers['www-authenticate']).toContain('Basic realm="Pledg"');
  });
});

describe('a token', () => {
  test('is good for its ten minutes, and not longer', async () => {
    const authorization = `Bearer ${await token()}`;
    expect((await release(authorization)).status).toBe(200);
    sandbox().clock.offsetSeconds = 590;
    expect((await release(authorization)).status).toBe(200);
    sandbox().clock.offsetSeconds = 620;
    const late = await release(authorization);
    expect(late).toMatchObject({ status: 401, json: { reason: 'token-expired' } });
    expect(late.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  test.each(['credit_by_transfer', 'release'])('opens %s of any purchase', async (action) => {
    const headers = { authorization: `Bearer ${await token()}` };
    const url = `${sandbox().url}/api/purchases/any-uid/${action}`;
    expect(await call(url, { method: 'POST', headers })).toMatchObject({
      status: 200,
      json: { uid: 'any-uid' },
    });
  });

  test.each([
    { what: 'none', authorization: undefined, status: 401 },
    { what: 'nothing after the scheme', authorization: 'Bearer', status: 400 },
    { what: 'two parts', authorization: 'Bearer a b', status: 400 },
    { what: 'rubbish', authorization: 'Bearer rubbish', status: 401 },
    { what: 'Basic', authorization: documented, status: 401 },
  ])('$what: $status with a challenge', async ({ authorization, status }) => {
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await call(`${sandbox().url}/api/purchases/p1/credit_by_transfer`, {
      method: 'POST',
      headers,
    });
    expect(answer.status).toBe(status);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="Pledg"/);
  });

  test('stops at once when its client is not active any more', async () => {
    const authorization = `Bearer ${await token()}`;
    const url = `${sandbox().url}/_sandbox/accounts/pledg/your_key`;
    const set = (status: string) =>
      call(url, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ status }),
      });
    await set('inactive');
    expect(await release(authorization)).toMatchObject({ status: 403, json: { reason: 'account-inactive' } });
    await set('active');
    expect((await release(authorization)).status).toBe(200);
  });
});

test.each([
  { what: 'e-mail and password', authorization: 'Basic cmFuZG9tQGRvbWFpbi5jb206am9objEyMw==', status: 200 },
  { what: 'an API client', authorization: documented, status: 401 },
])('the dashboard takes $what: $status', async ({ authorization, status }) => {
  expect((await call(`${sandbox().url}/api/users/me`, { headers: { authorization } })).status).toBe(status);
});

test('the authorization server describes its token endpoint', async () => {
  const { json } = await call(`${sandbox().url}/.well-known/oauth-authorization-server`);
  expect(json).toMatchObject({ issuer: sandbox().url, token_endpoint: `${sandbox().url}/oauth/token` });
});
