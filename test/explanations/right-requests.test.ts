import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { demoAccounts, type LoggedRequest, startSandbox } from '@countersign/sandbox';
import { beforeEach, describe, expect, test } from 'vitest';
import { basicOf, type CallOptions, call, post } from '../support/call.ts';
import { placetopayAuth, seedAt } from '../support/placetopay-auth.ts';
import { runningSandbox } from '../support/running-sandbox.ts';
import { clientToken, formType, grant, userToken } from '../support/sandbox-tokens.ts';

const run = promisify(execFile);
const sandbox = runningSandbox();
const log = () => `${sandbox().url}/_sandbox/requests`;
beforeEach(async () => void (await call(log(), { method: 'DELETE' })));

/** Everything that was sent was accepted, and nothing in its explanation is told as wrong. */
async function expectNoHint(count: number): Promise<void> {
  const requests = (await call(log())).json as LoggedRequest[];
  expect(requests).toHaveLength(count);
  for (const { path, status, outcome, checks } of requests) {
    expect({ path, status: status < 300, outcome }).toEqual({ path, status: true, outcome: 'accepted' });
    expect(checks.length, path).toBeGreaterThan(1);
    for (const check of checks) expect(check).not.toHaveProperty('hint');
  }
}

const send = (path: string, options: CallOptions) => call(sandbox().url + path, options);
const site = basicOf('30201', 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy');
const pair = 'Q29ubmVjdFBheTpFYXN5QmFua2luZw==';
const psuIp = '111.111.11.111';

test('the printed curl lines', async () => {
  for (const { command } of sandbox().curlLines) await run('sh', ['-c', command]);
  await expectNoHint(sandbox().curlLines.length);
});

test.each([
  { authorization: site },
  { authorization: site.replace('Basic', 'basic') },
  { authorization: site.replace(' ', '   ') },
  { authorization: site, 'content-type': 'application/json; charset=utf-8', 'content-length': 0 },
  // What is in other headers is nobody's mistake where this one is right.
  { authorization: site, 'x-api-key': pair, 'proxy-authorization': site },
])('Smart2Pay: %o', async (headers) => {
  await send('/v1/methods/assigned/', { headers });
  await send('/v1/payments', { headers });
  await expectNoHint(2);
});

test.each([
  { 'x-connectpay-api-key': pair },
  { 'x-connectpay-api-key': `Basic ${pair}` },
  { 'x-connectpay-api-key': pair, authorization: `Basic ${pair}` },
])('ConnectPay, partner: %o', async (headers) => {
  for (const method of ['GET', 'POST']) {
    await send('/baas-sca/user-management/partner/users', { method, headers });
  }
  await expectNoHint(2);
});

test.each([psuIp, `::ffff:${psuIp}`])('ConnectPay, client, from %s', async (address) => {
  const authorization = `Bearer ${await userToken(sandbox(), psuIp)}`;
  const headers = { authorization, 'psu-ip-address': address, 'x-forwarded-for': '10.0.0.1' };
  await send('/baas-sca/user-management/client/users/me', { headers });
  await send('/baas-sca/user-management/client/users/logout', { method: 'POST', headers });
  await expectNoHint(3);
});

describe('ConnectPay, certificates', () => {
  test.each([
    { method: 'GET', path: 'mtls/accounts', name: 'client', key: basicOf('ConnectPay', 'EasyBanking') },
    { method: 'GET', path: 'mtls/accounts', name: 'qwac', key: basicOf('ConnectPay', 'EasyBanking') },
    { method: 'GET', path: 'mtls/accounts', name: 'other', key: basicOf('OtherApp', 'OtherSecret') },
    { method: 'GET', path: 'psd2/accounts', name: 'qwac', key: undefined },
  ])('$path with $name', async ({ method, path, name, key }) => {
    const folder = sandbox().certificates?.folder;
    const read = (file: string) => readFileSync(`${folder}/${file}.pem`, 'utf8');
    const [leaf = '', intermediate = '', root = ''] = read(`${name}-chain`).split(
      /(?<=-----END CERTIFICATE-----\n)/,
    );
    for (const cert of [leaf + intermediate + root, leaf + intermediate, leaf + root + intermediate]) {
      await call(`${sandbox().tlsUrl}/connectpay/${path}`, {
        method,
        ca: read('ca'),
        agent: false,
        cert,
        key: read(`${name}-key`),
        // From nobody's proxy, it does not count: nor is it a mistake of who needs none.
        headers: { ...(key && { authorization: key }), 'x-forwarded-client-cert': 'Hash=0' },
      });
    }
    await expectNoHint(3);
  });
});

describe('token endpoints', () => {
  test.each([
    { path: '/api/token', authorization: basicOf('your_key', 'your_secret') },
    { path: '/api/token', authorization: basicOf('your%5Fkey', 'your%5Fsecret') },
    { path: '/oauth/token', authorization: basicOf('your%5fkey', 'your_secret') },
    { path: '/auth/v1/oauth2/token', authorization: `Basic ${pair}` },
    { path: '/auth/v1/oauth2/token', authorization: basicOf('Connect%50ay', 'Easy%42anking') },
  ])('$path: $authorization', async ({ path, authorization }) => {
    for (const body of [grant, `${grant}&scope=`, `${grant}&client_id=x`]) {
      await send(path, { method: 'POST', headers: { ...formType, authorization }, body });
    }
    const type = `${formType['content-type']};charset=UTF-8`;
    await send(path, { method: 'POST', headers: { 'content-type': type, authorization }, body: grant });
    await expectNoHint(4);
  });
});

test('Pledg', async () => {
  const authorization = `Bearer ${await clientToken(sandbox())}`;
  for (const action of ['credit_by_transfer', 'release', 'release']) {
    await send(`/api/purchases/p1/${action}`, { method: 'POST', headers: { authorization } });
  }
  const lowerCase = { authorization: authorization.replace('Bearer', 'bearer') };
  await send('/api/purchases/p1/release', { method: 'POST', headers: lowerCase });
  await send('/api/users/me', { headers: { authorization: basicOf('random@domain.com', 'john123') } });
  await expectNoHint(6);
});

describe('Placetopay', () => {
  test('every route', async () => {
    const paths = ['session', 'collect', 'reverse', 'transaction', 'payment-link'].map(
      (path) => `/api/${path}`,
    );
    const gateway = ['information', 'process', 'query'].map((path) => `/gateway/${path}`);
    for (const path of [
      ...paths,
      ...gateway,
      '/autopay/session',
      '/api/session/1',
      '/api/session/1/cancel',
    ]) {
      await post(sandbox().url + path, { auth: placetopayAuth() });
    }
    await expectNoHint(11);
  });

  const at = (zoneHours: number) => seedAt(Date.now() + zoneHours * 3_600_000).slice(0, 19);
  test.each([
    { what: 'UTC with an offset', parts: () => ({ seed: `${at(0)}+00:00` }) },
    { what: 'another zone', parts: () => ({ seed: `${at(-5)}-05:00` }) },
    { what: 'no colon, no seconds', parts: () => ({ seed: `${at(-5).slice(0, 16)}-0500` }) },
    { what: 'microseconds', parts: () => ({ seed: `${at(0)}.115539+00:00` }) },
    { what: 'nearly five minutes old', parts: () => ({ seed: seedAt(Date.now() - 290_000) }) },
    { what: 'nearly five minutes ahead', parts: () => ({ seed: seedAt(Date.now() + 290_000) }) },
    { what: 'a nonce of one digit', parts: () => ({ nonce: '7' }) },
    {
      what: 'a nonce that is base64',
      parts: () => ({ nonce: Buffer.from('x'.repeat(32)).toString('base64') }),
    },
    { what: 'a nonce that is no text', parts: () => ({ nonce: Uint8Array.of(0xff, 0xfe, 0x00) }) },
    { what: 'SHA-1 where it may be', parts: () => ({ login: 'siteLegacy', algorithm: 'sha1' as const }) },
  ])('$what', async ({ parts }) => {
    await post(`${sandbox().url}/api/session`, { auth: { ...placetopayAuth(parts()), additional: [] } });
    await expectNoHint(1);
  });

  test('again, where it may be', async () => {
    const auth = placetopayAuth({ login: 'siteLegacy' });
    await post(`${sandbox().url}/api/session`, { auth });
    await post(`${sandbox().url}/api/session`, { auth });
    await expectNoHint(2);
  });
});

test('with accounts of other characters', async () => {
  const other = await startSandbox({
    tlsPort: false,
    accounts: {
      ...demoAccounts,
      smart2pay: [{ id: '1', secrets: ['a:b:c', 'tr%41p', ' x '] }],
      pledg: [{ id: 'a%41+b', secrets: ['%2B'] }],
      placetopay: [{ id: ' site', secrets: [' key\n'] }],
    },
  });
  const sent = [
    () => call(`${other.url}/v1/methods`, { headers: { authorization: basicOf('1', 'a:b:c') } }),
    () => call(`${other.url}/v1/methods`, { headers: { authorization: basicOf('1', 'tr%41p') } }),
    () => call(`${other.url}/v1/methods`, { headers: { authorization: basicOf('1', ' x ') } }),
    () =>
      call(`${other.url}/api/token`, {
        method: 'POST',
        headers: { ...formType, authorization: basicOf('a%41+b', '%2B') },
        body: grant,
      }),
    () => post(`${other.url}/api/session`, { auth: placetopayAuth({ login: ' site', secretKey: ' key\n' }) }),
  ];
  for (const one of sent) expect((await one()).status).toBe(200);
  expect(other.requests().flatMap(({ checks }) => checks.flatMap(({ hint }) => hint ?? []))).toEqual([]);
  await other.close();
});
