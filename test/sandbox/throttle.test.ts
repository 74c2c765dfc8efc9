import { afterEach, describe, expect, test } from 'vitest';
import { basicOf, type CallAnswer, call, post } from '../support/call.ts';
import { placetopayAuth } from '../support/placetopay-auth.ts';
import { type RunningProgram, startSource } from '../support/running-program.ts';
import { runningSandbox } from '../support/running-sandbox.ts';
import { envelope } from '../support/soap-envelope.ts';

const throttled = runningSandbox({ tlsPort: false, throttle: true });
const open = runningSandbox({ tlsPort: false });

const token = { 'content-type': 'application/x-www-form-urlencoded' };
const form = 'grant_type=client_credentials';

const SOAP_SERVICE = 'http://placetopay.com/soap/redirect/';

interface Route {
  readonly route: string;
  readonly guess: (url: string, secret: string) => Promise<CallAnswer>;
  readonly right: string;
  readonly body: unknown;
}

const problem = expect.objectContaining({ status: 429, reason: 'throttled' });
const oauthError = expect.objectContaining({ error: 'invalid_client' });

function withBasic(method: string, path: string, id: string) {
  return (url: string, secret: string) =>
    call(url + path, {
      method,
      headers: { ...token, authorization: basicOf(id, secret) },
      ...(method === 'POST' && { body: form }),
    });
}

const routes: readonly Route[] = [
  {
    route: '/v1/methods',
    guess: withBasic('GET', '/v1/methods', '30201'),
    right: 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy',
    body: { Message: expect.any(String) },
  },
  {
    route: '/baas-sca/user-management/partner/users',
    guess: (url, secret) =>
      call(`${url}/baas-sca/user-management/partner/users`, {
        headers: { 'x-connectpay-api-key': basicOf('ConnectPay', secret) },
      }),
    right: 'EasyBanking',
    body: problem,
  },
  {
    route: '/auth/v1/oauth2/token',
    guess: withBasic('POST', '/auth/v1/oauth2/token', 'ConnectPay'),
    right: 'EasyBanking',
    body: oauthError,
  },
  {
    route: '/api/token',
    guess: withBasic('POST', '/api/token', 'your_key'),
    right: 'your_secret',
    body: oauthError,
  },
  {
    route: '/oauth/token',
    guess: withBasic('POST', '/oauth/token', 'your_key'),
    right: 'your_secret',
    body: oauthError,
  },
  {
    route: '/api/users/me',
    guess: withBasic('GET', '/api/users/me', 'random@domain.com'),
    right: 'john123',
    body: problem,
  },
  ...['/api/session', '/autopay/session'].map((path) => ({
    route: path,
    guess: (url: string, secretKey: string) => post(url + path, { auth: placetopayAuth({ secretKey }) }),
    right: 'siteSecretKey',
    body: { status: expect.objectContaining({ status: 'FAILED', reason: 429 }) },
  })),
  {
    route: '/soap/redirect',
    guess: (url, secretKey) =>
      call(`${url}/soap/redirect`, {
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        body: envelope({ auth: placetopayAuth({ secretKey }), body: `<collect xmlns="${SOAP_SERVICE}"/>` }),
      }),
    right: 'siteSecretKey',
    // A fault, which is no JSON.
    body: undefined,
  },
];

describe.each(routes)('$route', ({ guess, right, body }) => {
  test('is throttled after ten failures, the right secret included', async () => {
    const { url } = throttled();
    for (let i = 0; i < 10; i += 1) expect((await guess(url, 'wrong')).status).not.toBe(429);
    const answer = await guess(url, right);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(890);
    expect(answer.json).toEqual(body);
  });

  test('is not throttled in a sandbox that was not told to', async () => {
    const { url } = open();
    for (let i = 0; i < 12; i += 1) expect((await guess(url, 'wrong')).status).not.toBe(429);
    expect((await guess(url, right)).status).toBe(200);
  });
});

const bearerRoutes = [
  { method: 'GET', path: '/baas-sca/user-management/client/users/me' },
  { method: 'POST', path: '/api/purchases/1/release' },
];

test.each(bearerRoutes)('$path is throttled after a hundred forged tokens', async ({ method, path }) => {
  const { url } = throttled();
  const send = () => call(url + path, { method, headers: { authorization: 'Bearer forged' } });
  for (let i = 0; i < 100; i += 1) expect((await send()).status).toBe(401);
  expect((await send()).status).toBe(429);
  // Without a token there is no guess.
  expect((await call(url + path, { method })).status).toBe(401);
});

test('the window follows the sandbox’s clock, and the inspector’s list says why', async () => {
  const { url, requests } = throttled();
  const guess = withBasic('GET', '/v1/methods', '30202');
  for (let i = 0; i < 11; i += 1) await guess(url, 'wrong');
  expect(requests()[0]).toMatchObject({
    status: 429,
    outcome: 'rejected',
    reason: 'throttled',
    checks: [{ check: 'throttle', outcome: 'failed', detail: expect.stringContaining('10 of 10') }],
  });
  await call(`${url}/_sandbox/clock`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: '{"offsetSeconds":901}',
  });
  expect((await guess(url, 'wrong')).status).toBe(401);
});

describe('countersign sandbox', () => {
  let program: RunningProgram | undefined;
  afterEach(async () => void (await program?.stop()));

  test.each([
    { args: ['--throttle'], last: 429 },
    { args: [], last: 401 },
  ])('$args: the eleventh failure is $last', async ({ args, last }) => {
    program = startSource('packages/cli/src/main.ts', ['sandbox', '--port', '0', '--tls-port', '0', ...args]);
    const [, url = ''] = await program.printed(/sandbox on (http:\S+)/);
    const statuses: number[] = [];
    for (let i = 0; i < 11; i += 1) {
      statuses.push((await withBasic('GET', '/v1/methods', '30201')(url, 'wrong')).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), last]);
  });
});
