import { afterEach, describe, expect, test } from 'vitest';
import { basicOf, type CallOptions, call, post } from '../support/call.ts';
import { runningSandbox } from '../support/running-sandbox.ts';
import { signedToken } from '../support/signed-token.ts';

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

describe('signed parameters', () => {
  const data = { merchantUid: 'mer_demo', reference: 'R-1', amountCents: 1000, title: '<b>"A" & B</b>' };
  const signed = (claims: object = { data }, key = 'pledg-demo-secret') =>
    signedToken({ header: { alg: 'HS256', typ: 'JWT' }, claims, key });
  const purchase = (query: string) => call(`${sandbox().url}/purchase?${query}`);

  test('open a purchase, as often as one likes, with what was signed', async () => {
    for (const _time of [1, 2]) {
      const answer = await purchase(`signature=${signed()}`);
      expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(answer.text).toContain('mer_demo');
      expect(answer.text).toContain('&#60;b&#62;&#34;A&#34; &#38; B&#60;/b&#62;');
    }
  });

  test.each([
    { what: 'in the query', path: (token: string) => `?signature=${token}`, body: undefined },
    {
      what: 'in the query, beside an empty object',
      path: (token: string) => `?signature=${token}`,
      body: {},
    },
    { what: 'in a JSON body', path: () => '', body: (token: string) => ({ signature: token }) },
  ])('make a link that works: $what', async ({ path, body }) => {
    const token = signed();
    const url = `${sandbox().url}/api/purchase_link/${path(token)}`;
    const sent = typeof body === 'function' ? body(token) : body;
    const { status, json } = sent ? await post(url, sent) : await call(url, { method: 'POST' });
    expect(status).toBe(200);
    expect((await call((json as { url: string }).url)).status).toBe(200);
  });

  test('in a form make a link, too', async () => {
    const answer = await call(`${sandbox().url}/api/purchase_link/`, {
      method: 'POST',
      headers: form,
      body: `signature=${signed()}`,
    });
    expect(answer).toMatchObject({
      status: 200,
      json: { url: expect.stringContaining('/purchase?signature=ey') },
    });
  });

  test.each([
    {
      what: 'unsigned parameters',
      query: () => 'merchantUid=mer_demo&amountCents=1',
      outcome: 'absent',
      hint: /signed alone/,
    },
    {
      what: 'a parameter beside the token',
      query: () => `signature=${signed()}&amountCents=1`,
      outcome: 'credentials-malformed',
      hint: /amountCents/,
    },
    {
      what: 'another secret',
      query: () => `signature=${signed({ data }, 'pledg-demo-secret ')}`,
      outcome: 'proof-mismatch',
      hint: /white space/,
    },
    {
      what: 'an end that is past',
      query: () => `signature=${signed({ data, exp: 1 })}`,
      outcome: 'token-expired',
      hint: /days ago/,
    },
  ])('$what: 401 $outcome, and says why', async ({ query, outcome, hint }) => {
    const answer = await purchase(query());
    expect([answer.status, answer.headers['content-type']]).toEqual([401, 'application/problem+json']);
    expect(answer.headers['www-authenticate']).toBe('RequestSignature realm="Pledg", parameter="signature"');
    const [request] = sandbox().requests();
    expect(request?.reason ?? request?.outcome).toBe(outcome);
    expect(request?.checks.map((check) => check.hint).join()).toMatch(hint);
    expect(JSON.stringify(request)).not.toContain('eyJ');
  });

  test('a merchant that is not active: 403', async () => {
    const account = `${sandbox().url}/_sandbox/accounts/pledg/mer_demo`;
    const set = (status: string) =>
      call(account, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ status }),
      });
    await set('inactive');
    expect(await purchase(`signature=${signed()}`)).toMatchObject({
      status: 403,
      json: { reason: 'account-inactive' },
    });
    await set('active');
    expect((await purchase(`signature=${signed()}`)).status).toBe(200);
  });

  test.each([
    { method: 'POST', path: '/purchase', allow: 'GET' },
    { method: 'GET', path: '/api/purchase_link/', allow: 'POST' },
  ])('$method $path: 405 in the form of a problem', async ({ method, path, allow }) => {
    const answer = await call(sandbox().url + path, { method });
    expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
    expect(answer.headers['content-type']).toBe('application/problem+json');
  });
});
