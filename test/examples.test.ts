import { createHash } from 'node:crypto';
import { runContract } from '@countersign/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { basicOf, call, post } from './support/call.ts';
import { freePort } from './support/free-port.ts';
import { placetopayAuth } from './support/placetopay-auth.ts';
import { type RunningProgram, startSource } from './support/running-program.ts';
import { signedToken } from './support/signed-token.ts';

let program: RunningProgram | undefined;
afterEach(async () => {
  await program?.stop();
});

async function start(name: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const port = await freePort();
  program = startSource(`examples/${name}/server.ts`, [], { PORT: String(port), ...env });
  await program.printed(/http:/);
  return `http://127.0.0.1:${port}`;
}

test('merchant-notifications answers a Smart2Pay notification with 204, and nobody else', async () => {
  const url = `${await start('merchant-notifications', { API_KEY: 'a:key:with:colons' })}/notifications/smart2pay`;
  const notification = { Payment: { ID: 7, Status: { ID: 2 } } };
  const notify = (authorization: string) => post(url, notification, { authorization });
  expect((await notify(basicOf('30201', 'a:key:with:colons'))).status).toBe(204);
  expect((await notify(basicOf('30201', 'a'))).status).toBe(401);
  expect((await notify(basicOf('3.0201e4', 'a:key:with:colons'))).status).toBe(401);
  expect((await post(url, notification)).status).toBe(401);
  expect(program?.output()).toContain('site 30201: payment 7 is 2');
});

test('merchant-notifications refuses an address that is not on the list', async () => {
  const url = await start('merchant-notifications', { API_KEY: 'key', ALLOWED: '203.0.113.0/24' });
  const headers = { authorization: basicOf('30201', 'key') };
  expect((await post(`${url}/notifications/smart2pay`, {}, headers)).status).toBe(403);
});

test('merchant-notifications answers what Placetopay and Pledg signed, and nothing else', async () => {
  const url = `${await start('merchant-notifications', { SECRET_KEY: 'site', PLEDG_SECRET: 'mer' })}/notifications`;
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const date = '2026-01-02T03:04:05-05:00';
  const checkout = {
    requestId: 7,
    status: { status: 'APPROVED', date },
    amount: 1,
    signature: `sha256:${sha256(`7APPROVED${date}site`)}`,
  };
  expect((await post(`${url}/placetopay`, checkout)).status).toBe(200);
  const forged = await post(`${url}/placetopay`, { ...checkout, requestId: 8 });
  expect(forged).toMatchObject({
    status: 401,
    json: { status: { status: 'FAILED', reason: 401, message: 'Autenticación fallida' } },
  });

  const standard = { status: 'completed', id: 'p-1' };
  const signature = sha256('id=p-1merstatus=completed').toUpperCase();
  expect((await post(`${url}/pledg`, { ...standard, signature })).status).toBe(200);
  expect((await post(`${url}/pledg`, { ...standard, status: 'failed', signature })).status).toBe(401);
  const transfer = signedToken({ header: { alg: 'HS256' }, claims: { reference: 'R1' }, key: 'mer' });
  expect((await post(`${url}/pledg`, { signature: transfer })).status).toBe(200);
  expect((await post(`${url}/pledg`, { reference: 'R1' })).status).toBe(401);

  await program?.printed(/R1/);
  expect(program?.output()).toContain(
    `Placetopay: {"requestId":"7","status":{"status":"APPROVED","date":"${date}"}}\n`,
  );
  expect(program?.output()).toContain(
    'Pledg: {"status":"completed","id":"p-1"}\nPledg: {"reference":"R1"}\n',
  );
});

describe.each(['express-api', 'hono-api', 'fastify-api'])('%s', (name) => {
  test('guards two providers', async () => {
    const url = await start(name);
    const auth = placetopayAuth();
    expect((await post(`${url}/microsite/debts`, { auth })).json).toMatchObject({ site: 'siteLogin' });
    const again = await post(`${url}/microsite/debts`, { auth });
    expect(again).toMatchObject({ status: 401, json: { status: { message: 'Autenticación fallida 103' } } });
    expect(again.headers['www-authenticate']).toBe('WSSE realm="Placetopay", profile="UsernameToken"');

    const { json } = await call(`${url}/api/token`, {
      method: 'POST',
      headers: {
        authorization: basicOf('your_key', 'your_secret'),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
    });
    const authorization = `Bearer ${(json as { access_token: string }).access_token}`;
    expect((await post(`${url}/api/purchases/p1/release`, {}, { authorization })).json).toEqual({
      uid: 'p1',
      releasedBy: 'your_key',
    });
    expect((await post(`${url}/api/purchases/p1/release`, {})).status).toBe(401);
  });

  test.each([
    { what: 'is not JSON', contentType: 'application/json', body: '{' },
    { what: 'is text', contentType: 'text/plain', body: '{}' },
    { what: 'is too large', contentType: 'application/json', body: `"${'x'.repeat(200_000)}"`, status: 413 },
  ])('answers a body that $what as the provider does', async ({ contentType, body, status = 401 }) => {
    const headers = { 'content-type': contentType };
    const answer = await call(`${await start(name)}/microsite/debts`, { method: 'POST', headers, body });
    expect(answer).toMatchObject({ status, json: { status: { status: 'FAILED', reason: status } } });
  });

  test('passes the contract of HTTP Basic', async () => {
    const { results } = await runContract({
      target: await start(name),
      profile: 'basic',
      credentials: {
        request: { method: 'GET', path: '/api/users/me' },
        account: { id: 'random@domain.com', secret: 'john123' },
      },
    });
    expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(results.find(({ name }) => name === 'refuses-the-right-pair')?.outcome).toBe('passed');
  });
});

describe('passport-api', () => {
  const authorization = basicOf('partner', 's3cret:with:colons');

  test('takes Basic or a token on one route, with both challenges', async () => {
    const url = await start('passport-api');
    expect((await call(`${url}/orders`, { headers: { authorization } })).json).toMatchObject({
      user: { account: 'partner' },
    });
    const { json } = await post(`${url}/tokens`, {}, { authorization });
    const token = `Bearer ${(json as { accessToken: string }).accessToken}`;
    expect((await call(`${url}/orders`, { headers: { authorization: token } })).status).toBe(200);
    const refused = await call(`${url}/orders`);
    expect(refused.status).toBe(401);
    expect(String(refused.headers['www-authenticate'])).toMatch(
      /Basic realm="Orders".*Bearer realm="Orders"/,
    );
  });

  test('keeps the passport-http that was there, and verifies it right', async () => {
    const url = await start('passport-api');
    expect((await call(`${url}/legacy/orders`, { headers: { authorization } })).status).toBe(200);
    const cut = basicOf('partner', 's3cret');
    expect((await call(`${url}/legacy/orders`, { headers: { authorization: cut } })).status).toBe(401);
    const notBasic = authorization.replace('Basic', 'NotBasic');
    expect((await call(`${url}/legacy/orders`, { headers: { authorization: notBasic } })).status).toBe(401);
  });
});
