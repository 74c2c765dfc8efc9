import { describe, expect, test } from 'vitest';
import { basicOf, call, post } from '../support/call.ts';
import { placetopayAuth } from '../support/placetopay-auth.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const sandbox = runningSandbox({ tlsPort: false });

const control = (path: string, method = 'GET', body?: object) =>
  call(`${sandbox().url}/_sandbox/${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
const session = async (auth: object) => (await post(`${sandbox().url}/api/session`, { auth })).status;
const pledgToken = async () => {
  const answer = await call(`${sandbox().url}/api/token`, {
    method: 'POST',
    headers: {
      authorization: basicOf('your_key', 'your_secret'),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  });
  return (answer.json as { access_token: string }).access_token;
};
const release = async (token: string) =>
  (
    await call(`${sandbox().url}/api/purchases/p1/release`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })
  ).status;

describe('a new secret', () => {
  test('is told once, works at once, and the old one no longer does', async () => {
    const path = 'accounts/smart2pay/30201';
    const { json, headers } = await control(path, 'PATCH', { rotateSecret: true });
    expect(headers['cache-control']).toBe('no-store');
    expect(json).toEqual({
      provider: 'smart2pay',
      id: '30201',
      secret: expect.stringMatching(/^[\w-]{32}$/),
    });
    const { secret } = json as { secret: string };
    const methods = async (with_: string) =>
      (await call(`${sandbox().url}/v1/methods`, { headers: { authorization: basicOf('30201', with_) } }))
        .status;
    expect(await methods(secret)).toBe(200);
    expect(await methods('hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy')).toBe(401);
    expect((await control('accounts')).text).not.toContain(secret);
    expect(
      ((await control(path, 'PATCH', { rotateSecret: true })).json as { secret: string }).secret,
    ).not.toBe(secret);
  });
});

describe('replay', () => {
  test('is allowed and refused again while the sandbox runs', async () => {
    const auth = placetopayAuth();
    expect(await session(auth)).toBe(200);
    expect(await session(auth)).toBe(401);
    const path = 'accounts/placetopay/siteLogin';
    expect((await control(path, 'PATCH', { allowReplay: true })).json).toMatchObject({ allowReplay: true });
    expect(await session(auth)).toBe(200);
    expect((await control('accounts')).json).toContainEqual({
      provider: 'placetopay',
      id: 'siteLogin',
      status: 'active',
      allowReplay: true,
    });
    await control(path, 'PATCH', { allowReplay: false });
    expect(await session(auth)).toBe(401);
  });
});

describe('what an account cannot be', () => {
  test.each([
    { body: {}, says: 'one or more of status, allowReplay and rotateSecret' },
    { body: { status: 'active', secret: 'x' }, says: 'nothing else' },
    { body: { status: 1 }, says: 'status must be' },
    { body: { allowReplay: 'false' }, says: 'allowReplay must be true or false' },
    { body: { rotateSecret: 'no' }, says: 'rotateSecret must be true' },
    { body: { rotateSecret: false }, says: 'rotateSecret must be true' },
    { body: [], says: 'one or more' },
  ])('$body', async ({ body, says }) => {
    const answer = await control('accounts/placetopay/siteLogin', 'PATCH', body);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(says);
  });

  test('one that may replay where nothing is used once', async () => {
    expect((await control('accounts/pledg/your_key', 'PATCH', { allowReplay: true })).status).toBe(400);
  });
});

describe('tokens', () => {
  test('are listed without themselves, and revoked at once', async () => {
    const [token, other] = [await pledgToken(), await pledgToken()];
    expect(await release(token)).toBe(200);
    const { json, text } = await control('tokens');
    const [, first] = json as { id: string }[];
    expect(json).toMatchObject([
      { provider: 'pledg', account: 'your_key', status: 'good' },
      { provider: 'pledg', account: 'your_key', status: 'good' },
    ]);
    expect(text).not.toContain(token.split('.')[2]);

    const revoked = await control(`tokens/${first?.id}`, 'PATCH', { status: 'revoked' });
    expect(revoked.json).toMatchObject({ id: first?.id, status: 'revoked' });
    expect(await release(token)).toBe(401);
    expect(await release(other)).toBe(200);
    expect((await control('tokens')).json).toContainEqual(revoked.json);
  });

  test('of ConnectPay users show that they logged out', async () => {
    const { json } = await call(`${sandbox().url}/baas-sca/user-management/partner/tokens`, {
      method: 'POST',
      headers: {
        'x-connectpay-api-key': basicOf('ConnectPay', 'EasyBanking'),
        'content-type': 'application/json',
      },
      body: '{"userId":"user-1"}',
    });
    const { accessToken } = json as { accessToken: string };
    expect((await control('tokens')).json).toContainEqual(
      expect.objectContaining({ provider: 'connectpay', account: 'ConnectPay', status: 'good' }),
    );
    await call(`${sandbox().url}/baas-sca/user-management/client/users/logout`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'psu-ip-address': '111.111.11.111' },
    });
    expect((await control('tokens')).json).toContainEqual(
      expect.objectContaining({ provider: 'connectpay', status: 'revoked' }),
    );
  });

  test('that have expired are not listed', async () => {
    await pledgToken();
    await control('clock', 'PATCH', { offsetSeconds: 601 });
    expect((await control('tokens')).json).toEqual([]);
    await control('clock', 'PATCH', { offsetSeconds: 0 });
  });

  test.each([
    { path: 'tokens/none', body: { status: 'revoked' }, status: 404 },
    { path: 'tokens/none', body: { status: 'good' }, status: 400 },
  ])('PATCH $path $body: $status', async ({ path, body, status }) => {
    expect((await control(path, 'PATCH', body)).status).toBe(status);
  });
});

describe('nothing is changed by', () => {
  test.each(['GET', 'POST', 'PUT', 'HEAD'])('%s', async (method) => {
    for (const path of ['accounts/smart2pay/30201', 'tokens/none', 'certificates/client']) {
      expect((await control(path, method)).status, path).toBe(405);
    }
  });

  test('a page of another origin', async () => {
    for (const headers of [
      { origin: 'http://localhost:1' },
      { 'sec-fetch-site': 'same-site' },
      { host: 'rebound.example' },
    ]) {
      const answer = await call(`${sandbox().url}/_sandbox/accounts/pledg/your_key`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"rotateSecret":true}',
      });
      expect(answer.status).toBe(403);
    }
    expect(await release(await pledgToken())).toBe(200);
  });
});
