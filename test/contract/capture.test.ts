import { type Capture, type CaptureName, type CaptureOptions, captureClient } from '@countersign/contract';
import { describe, expect, test } from 'vitest';
import { basicOf, call, post } from '../support/call.ts';
import { placetopayAuth, seedAt } from '../support/placetopay-auth.ts';

const accounts = {
  smart2pay: { account: { id: '30201', secret: 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy' } },
  connectpay: { account: { id: 'ConnectPay', secret: 'EasyBanking' } },
  pledg: {
    account: { id: 'your_key', secret: 'your_secret' },
    dashboard: { id: 'random@domain.com', secret: 'john123' },
  },
  placetopay: { account: { id: 'siteLogin', secret: 'siteSecretKey' } },
} as const;

const captured = (name: CaptureName, options: Partial<CaptureOptions> = {}) =>
  captureClient(name, { credentials: accounts[name], ...options });

/** What `check` throws; nothing where it does not. */
function complaint(capture: Capture): string {
  try {
    capture.check();
    return '';
  } catch (error) {
    expect(error).toMatchObject({ name: 'ClientFailed' });
    return String((error as Error).message);
  }
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const { smart2pay, pledg, connectpay } = accounts;
const site = basicOf(smart2pay.account.id, smart2pay.account.secret);
const devApp = basicOf(connectpay.account.id, connectpay.account.secret);

async function tokenOf(
  url: string,
  path = '/api/token',
  account: { id: string; secret: string } = pledg.account,
) {
  const headers = { ...form, authorization: basicOf(account.id, account.secret) };
  const { json } = await call(url + path, { method: 'POST', headers, body: 'grant_type=client_credentials' });
  return `Bearer ${(json as { access_token?: string }).access_token}`;
}

async function userToken(url: string, psuIp = '203.0.113.7') {
  const { json } = await post(
    `${url}/baas-sca/user-management/partner/tokens`,
    { userId: 'u1', psuIp },
    { 'x-connectpay-api-key': devApp.slice(6) },
  );
  return `Bearer ${(json as { accessToken?: string }).accessToken}`;
}

describe('a client that does it right is answered as the provider does, and passes', () => {
  test('Smart2Pay', async () => {
    await using capture = await captured('smart2pay');
    expect((await call(`${capture.url}/v1/methods/`, { headers: { authorization: site } })).json).toEqual({
      Methods: [],
    });
    const { status, json } = await post(
      `${capture.url}/v1/payments`,
      { Payment: {} },
      { authorization: site },
    );
    expect({ status, json }).toMatchObject({ status: 201, json: { Payment: { ID: 1, SiteID: 30201 } } });
    expect(complaint(capture)).toBe('');
  });

  test('ConnectPay', async () => {
    await using capture = await captured('connectpay');
    const authorization = await userToken(capture.url);
    const headers = { authorization, 'psu-ip-address': '203.0.113.7' };
    const user = `${capture.url}/baas-sca/user-management/client/users`;
    expect((await call(`${user}/me`, { headers })).status).toBe(200);
    expect((await call(`${user}/logout`, { method: 'POST', headers })).status).toBe(204);
    expect((await call(`${capture.url}/merchant`, { headers: { authorization: devApp } })).status).toBe(200);
    expect(await tokenOf(capture.url, '/auth/v1/oauth2/token', connectpay.account)).toMatch(/^Bearer ey/);
    expect(complaint(capture)).toBe('');
  });

  test('Pledg', async () => {
    await using capture = await captured('pledg');
    const authorization = await tokenOf(capture.url);
    expect((await post(`${capture.url}/api/purchases/p1/release`, {}, { authorization })).json).toEqual({
      uid: 'p1',
      status: 'ok',
    });
    const dashboard = basicOf(pledg.dashboard.id, pledg.dashboard.secret);
    expect(
      (await call(`${capture.url}/api/users/me`, { headers: { authorization: dashboard } })).json,
    ).toEqual({
      email: 'random@domain.com',
    });
    expect(complaint(capture)).toBe('');
  });

  test('Placetopay', async () => {
    await using capture = await captured('placetopay');
    expect((await post(`${capture.url}/api/session`, { auth: placetopayAuth() })).json).toMatchObject({
      status: { status: 'OK' },
      requestId: 1,
      processUrl: expect.any(String),
    });
    expect((await post(`${capture.url}/api/session/1`, { auth: placetopayAuth() })).json).toMatchObject({
      requestId: 1,
      status: { status: 'PENDING' },
    });
    expect(complaint(capture)).toBe('');
  });

  test('Placetopay with SHA-1, where the account allows it', async () => {
    await using capture = await captured('placetopay', { digests: ['sha256', 'sha1'] });
    await post(`${capture.url}/api/session`, { auth: placetopayAuth({ algorithm: 'sha1' }) });
    expect(complaint(capture)).toBe('');
  });
});

describe('a client that does it wrong is told as the sandbox tells it', () => {
  const hexDigest = () => {
    const auth = placetopayAuth();
    const hex = Buffer.from(auth.tranKey, 'base64').toString('hex');
    return { ...auth, tranKey: Buffer.from(hex).toString('base64') };
  };
  test.each<{ what: string; name: CaptureName; send: (url: string) => Promise<unknown>; told: RegExp }>([
    {
      what: 'a wrong secret',
      name: 'smart2pay',
      send: (url) => call(`${url}/v1/methods`, { headers: { authorization: basicOf('30201', 'wrong') } }),
      told: /request 1: GET \/v1\/methods is proof-mismatch\n/,
    },
    {
      what: 'a form where JSON is wanted',
      name: 'smart2pay',
      send: (url) =>
        call(`${url}/v1/payments`, {
          method: 'POST',
          headers: { ...form, authorization: site },
          body: 'Amount=1',
        }),
      told: /FAIL content type: the body is not JSON\n {7}send JSON, with Content-Type: application\/json/,
    },
    {
      what: 'no content type at all',
      name: 'connectpay',
      send: (url) =>
        call(`${url}/merchant/payments`, { method: 'POST', headers: { authorization: devApp }, body: '{}' }),
      told: /Content-Type: application\/json: there was none/,
    },
    {
      what: 'no credentials',
      name: 'connectpay',
      send: (url) => call(`${url}/baas-sca/user-management/partner/users`),
      told: /partner\/users is absent\n/,
    },
    {
      what: 'a user token without an address',
      name: 'connectpay',
      send: async (url) => {
        const authorization = await userToken(url);
        await call(`${url}/baas-sca/user-management/client/users/me`, { headers: { authorization } });
      },
      told: /request 2: .* is psu-ip-absent\n/,
    },
    {
      what: 'JSON at the token endpoint',
      name: 'pledg',
      send: (url) =>
        post(
          `${url}/api/token`,
          { grant_type: 'client_credentials' },
          { authorization: basicOf('your_key', 'your_secret') },
        ),
      told: /FAIL token request: the body must be application\/x-www-form-urlencoded/,
    },
    {
      what: 'a secret in the query',
      name: 'pledg',
      send: (url) => call(`${url}/api/purchases?key=your%5Fsecret`),
      told: /FAIL URL: holds a secret or a token\n/,
    },
    {
      what: 'a token in the query',
      name: 'pledg',
      send: async (url) =>
        call(`${url}/api/purchases/p1/release?access_token=${(await tokenOf(url)).slice(7)}`),
      told: /request 2: GET … is absent\n(.*\n)*.*FAIL URL: holds a secret or a token/,
    },
    {
      what: 'a digest in hexadecimal',
      name: 'placetopay',
      send: (url) => post(`${url}/api/session`, { auth: hexDigest() }),
      told: /FAIL .*\n {7}.*hex/,
    },
    {
      what: 'SHA-1 where it is not allowed',
      name: 'placetopay',
      send: (url) => post(`${url}/api/session`, { auth: placetopayAuth({ algorithm: 'sha1' }) }),
      told: /is digest-not-allowed\n/,
    },
    {
      what: 'one auth twice',
      name: 'placetopay',
      send: async (url) => {
        const auth = placetopayAuth();
        await post(`${url}/api/session`, { auth });
        await post(`${url}/api/session/1`, { auth });
      },
      told: /request 2: POST \/api\/session\/1 is replayed\n(.*\n)* {7}make a new nonce, seed and tranKey/,
    },
    {
      what: 'one nonce twice, with another seed',
      name: 'placetopay',
      send: async (url) => {
        const nonce = 'nonce-0001';
        await post(`${url}/api/session`, {
          auth: placetopayAuth({ nonce, seed: seedAt(Date.now() - 1_000) }),
        });
        await post(`${url}/api/session`, { auth: placetopayAuth({ nonce }) });
      },
      told: /request 2: (.*\n)* {2}FAIL nonce: was sent in a request before/,
    },
    {
      what: 'a clock that is off, and not too far yet',
      name: 'placetopay',
      send: (url) =>
        post(`${url}/api/session`, { auth: placetopayAuth({ seed: seedAt(Date.now() - 120_000) }) }),
      told: /FAIL clock: the seed is 1(19|20|21) s behind the clock here/,
    },
    {
      what: 'a clock that is off by a zone',
      name: 'placetopay',
      send: (url) =>
        post(`${url}/api/session`, { auth: placetopayAuth({ seed: seedAt(Date.now() - 5 * 3_600_000) }) }),
      told: /is seed-outside-window\n/,
    },
    {
      what: 'a body that says it is text',
      name: 'placetopay',
      send: (url) =>
        call(`${url}/api/session`, {
          method: 'POST',
          headers: { 'content-type': 'text/plain' },
          body: JSON.stringify({ auth: placetopayAuth() }),
        }),
      told: /FAIL body: the content type is not JSON/,
    },
    { what: 'nothing', name: 'placetopay', send: async () => {}, told: /no request came/ },
  ])('$name: $what', async ({ name, send, told }) => {
    await using capture = await captured(name);
    await send(capture.url);
    const text = complaint(capture);
    expect(text).toMatch(told);
    for (const { secret } of Object.values<{ secret: string }>(accounts[name])) {
      expect(text + JSON.stringify(capture.requests())).not.toContain(secret);
    }
  });
});

describe('a client that is told to come again', () => {
  test('signs anew, and passes', async () => {
    await using capture = await captured('placetopay', { answerFirst: [503, 401] });
    const answers = [1, 2, 3].map(() => placetopayAuth()).map((auth) => ({ auth }));
    const statuses: number[] = [];
    for (const body of answers) statuses.push((await post(`${capture.url}/api/session`, body)).status);
    expect(statuses).toEqual([503, 401, 200]);
    expect(complaint(capture)).toBe('');
  });

  test('is told in the form of the provider, with when to', async () => {
    await using capture = await captured('placetopay', { answerFirst: [503] });
    const { headers, json } = await post(`${capture.url}/api/session`, { auth: placetopayAuth() });
    expect(headers['retry-after']).toBe('1');
    expect(json).toMatchObject({ status: { status: 'FAILED', reason: 503 } });
    expect(complaint(capture)).toMatch(
      /^request 1: was answered with 503 and Retry-After, and is not sent again$/m,
    );
  });

  test('sends what it had signed before: a replay', async () => {
    await using capture = await captured('placetopay', { answerFirst: [503] });
    const auth = placetopayAuth();
    await post(`${capture.url}/api/session`, { auth });
    await post(`${capture.url}/api/session`, { auth });
    expect(complaint(capture)).toMatch(/request 2: POST \/api\/session is replayed\n/);
  });

  test('sends the token again that was answered with 401', async () => {
    await using refusing = await captured('connectpay', { answerFirst: [503, 401] });
    const again = `${refusing.url}/baas-sca/user-management/client/users/me`;
    await call(again);
    const headers = { authorization: 'Bearer ey.some.token' };
    expect((await call(again, { headers })).status).toBe(401);
    await call(again, { headers });
    expect(complaint(refusing)).toMatch(
      /request 3: (.*\n)* {2}FAIL token: was answered with 401, and is sent again/,
    );
  });
});

test('what a client may send at all does not end a capture', async () => {
  await using capture = await captured('placetopay');
  for (const body of [
    'null',
    '[]',
    '"auth"',
    '{"auth":null}',
    '{"auth":{"nonce":{}}}',
    '{',
    '{"__proto__":{}}',
  ]) {
    const { status } = await call(`${capture.url}/api/session?%`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(status).toBe(401);
  }
  expect(capture.requests()).toHaveLength(7);
});

test('a mistake in the capture itself is not passed over', async () => {
  let broken = false;
  const clock = () => {
    if (broken) throw new Error('no time');
    return Date.now();
  };
  await using capture = await captured('placetopay', { clock });
  broken = true;
  await expect(post(`${capture.url}/api/session`, { auth: placetopayAuth() })).rejects.toThrow();
  expect(complaint(capture)).toMatch(/FAIL capture: the capture itself failed: no time/);
});

test('a capture is closed at the end of its block, and can be closed before', async () => {
  const capture = await captured('smart2pay');
  await capture.close();
  await capture.close();
  await expect(fetch(capture.url)).rejects.toThrow();
});

test.each<{ what: string; make: () => Promise<unknown>; told: RegExp }>([
  {
    what: 'another provider',
    make: () => captureClient('acme' as CaptureName, { credentials: {} }),
    told: /«acme» to capture: it is one of smart2pay, connectpay, pledg, placetopay/,
  },
  {
    what: 'credentials without an account',
    make: () => captureClient('pledg', { credentials: { dashboard: { id: 'x' } } }),
    told: /dashboard\.secret must be.*\n(.*\n)*account\.id must be|account\.id must be/,
  },
  {
    what: 'another status first',
    make: () => captured('pledg', { answerFirst: [500 as 503] }),
    told: /^answerFirst must be a list of the statuses 401 and 503/,
  },
])('$what cannot be captured', async ({ make, told }) => {
  await expect(make()).rejects.toThrow(told);
});
