import { connect } from 'node:net';
import { startSandbox } from '@countersign/sandbox';
import { describe, expect, test } from 'vitest';
import { basicOf, call, post } from '../support/call.ts';
import { placetopayAuth } from '../support/placetopay-auth.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const sandbox = runningSandbox({ tlsPort: false });
const json = { 'content-type': 'application/json' };
const patch = (path: string, body: string, headers = {}) =>
  call(`${sandbox().url}/_sandbox/${path}`, { method: 'PATCH', headers: { ...json, ...headers }, body });

test('healthz says ready', async () => {
  expect((await call(`${sandbox().url}/healthz`)).status).toBe(200);
});

test('listening at every address, the sandbox is found at one that may read its log', async () => {
  const open = await startSandbox({ host: '0.0.0.0', tlsPort: false });
  try {
    expect(open.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await call(`${open.url}/_sandbox/requests`)).status).toBe(200);
  } finally {
    await open.close();
  }
});

describe('who may use the control routes', () => {
  test.each([
    { what: 'this machine', headers: {}, status: 200 },
    { what: 'a Host that names loopback', headers: { host: 'localhost:4010' }, status: 200 },
    { what: 'a Host on the internet', headers: { host: 'evil.example' }, status: 403 },
    { what: 'a Host that starts like loopback', headers: { host: '127.0.0.1.evil.example' }, status: 403 },
    { what: 'another origin', headers: { origin: 'https://evil.example' }, status: 403 },
    { what: 'an opaque origin', headers: { origin: 'null' }, status: 403 },
    { what: 'a page elsewhere', headers: { 'sec-fetch-site': 'cross-site' }, status: 403 },
  ])('$what: $status', async ({ headers, status }) => {
    for (const path of ['requests', 'accounts', 'certificates', 'clock'].map((name) => `/_sandbox/${name}`)) {
      expect((await call(sandbox().url + path, { headers })).status, path).toBe(status);
    }
  });
});

test('a link on a page elsewhere leads to the inspector, which holds nothing by itself', async () => {
  const answer = await call(sandbox().url, { headers: { 'sec-fetch-site': 'cross-site' } });
  expect(answer.status).toBe(200);
  expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
});

test('two Hosts are none', async () => {
  const answer = await sent('GET /_sandbox/clock HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
});

test('HTTP/1.0 without a Host is told where the sandbox is', async () => {
  const answer = await sent('GET /.well-known/oauth-authorization-server HTTP/1.0\r\n');
  expect(answer).toContain(
    `"token_endpoint":"${sandbox().url.replace('127.0.0.1', 'localhost')}/oauth/token"`,
  );
});

/** What is answered to a request line and headers, as they are. */
async function sent(head: string): Promise<string> {
  const socket = connect(Number(new URL(sandbox().url).port), '127.0.0.1');
  socket.setEncoding('latin1').write(`${head}Connection: close\r\n\r\n`);
  return (await socket.toArray()).join('');
}

test('a target with another host counts in place of Host', async () => {
  const target = 'http://evil.example/_sandbox/clock';
  expect((await call(sandbox().url, { path: target })).status).toBe(403);
});

describe('the log', () => {
  test('is newest first, says why, and holds no credential', async () => {
    await call(`${sandbox().url}/_sandbox/requests`, { method: 'DELETE' });
    const secret = 'verySecretValue';
    await call(`${sandbox().url}/v1/methods?key=${secret}`, {
      headers: { authorization: basicOf('30201', secret) },
    });
    await post(`${sandbox().url}/api/session`, { auth: placetopayAuth({ login: 'siteLogin' }) });

    const answer = await call(`${sandbox().url}/_sandbox/requests`);
    expect(answer.json).toMatchObject([
      {
        provider: 'placetopay',
        method: 'POST',
        path: '/api/session',
        status: 200,
        outcome: 'accepted',
        account: 'siteLogin',
      },
      {
        provider: 'smart2pay',
        method: 'GET',
        path: '/v1/methods?key=…',
        status: 401,
        outcome: 'rejected',
        reason: 'proof-mismatch',
        account: '30201',
        checks: expect.arrayContaining([expect.objectContaining({ check: 'secret', outcome: 'failed' })]),
      },
    ]);
    expect(answer.text).not.toContain(secret);
    expect(answer.text).not.toContain('siteSecretKey');
    expect((await call(`${sandbox().url}/_sandbox/requests`, { method: 'DELETE' })).status).toBe(204);
    expect((await call(`${sandbox().url}/_sandbox/requests`)).json).toEqual([]);
  });

  test.each([
    {
      what: 'a password in the target',
      target: 'http://30201:hidden@sandbox/v1/methods',
      path: '/v1/methods',
    },
    { what: 'a query without a name', target: '/v1/methods?hidden&a=hidden', path: '/v1/methods?…&a=…' },
    { what: 'base64 with its padding', target: '/v1/methods?hidden==', path: '/v1/methods?…' },
    { what: 'a fragment', target: '/v1/methods#hidden', path: '/v1/methods?…' },
  ])('masks $what', async ({ target, path }) => {
    await call(sandbox().url, { path: target });
    const [newest] = sandbox().requests();
    expect(newest).toMatchObject({ provider: 'smart2pay', path });
  });

  test('has one entry for a path that two providers look at', async () => {
    await call(`${sandbox().url}/_sandbox/requests`, { method: 'DELETE' });
    await call(`${sandbox().url}/api/purchases/none/such`);
    expect(sandbox().requests()).toMatchObject([{ provider: 'placetopay', status: 404 }]);
  });

  test('holds no more of what a client sent than a line', async () => {
    const id = `${'9'.repeat(6000)}`;
    await call(`${sandbox().url}/v1/methods?${'a'.repeat(6000)}=1`, {
      headers: { authorization: basicOf(id, 'x') },
    });
    await post(`${sandbox().url}/api/session`, { auth: placetopayAuth({ login: 'l'.repeat(50_000) }) });
    for (const entry of sandbox().requests().slice(0, 2))
      expect(JSON.stringify(entry).length).toBeLessThan(3000);
  });

  test('holds 1,000 at most', async () => {
    for (let sent = 0; sent < 1010; sent += 101) {
      await Promise.all(Array.from({ length: 101 }, () => call(`${sandbox().url}/v1/methods`)));
    }
    const entries = (await call(`${sandbox().url}/_sandbox/requests`)).json as { id: number }[];
    expect(entries).toHaveLength(1000);
    expect(entries[0]?.id).toBeGreaterThan(entries[999]?.id ?? Infinity);
  });
});

test('without TLS there are no certificates to revoke', async () => {
  expect((await call(`${sandbox().url}/_sandbox/certificates`)).json).toEqual([]);
  expect((await patch('certificates/client', '{"status":"revoked"}')).status).toBe(404);
});

describe('accounts and clock', () => {
  test.each([
    { path: 'accounts/placetopay/siteLogin', body: '{"status":"gone"}', status: 400 },
    { path: 'accounts/placetopay/siteLogin', body: '{', status: 400 },
    { path: 'accounts/placetopay/siteLogin', body: '', status: 400 },
    { path: 'accounts/placetopay/nobody', body: '{"status":"active"}', status: 404 },
    { path: 'accounts/nowhere/siteLogin', body: '{"status":"active"}', status: 404 },
    { path: 'clock', body: '{"offsetSeconds":"1"}', status: 400 },
    { path: 'clock', body: '{"offsetSeconds":1e999}', status: 400 },
    { path: 'nothing', body: '{}', status: 404 },
  ])('PATCH $path $body: $status', async ({ path, body, status }) => {
    expect((await patch(path, body)).status).toBe(status);
  });

  test('both kinds of Pledg account are found', async () => {
    expect((await patch('accounts/pledg/random@domain.com', '{"status":"inactive"}')).status).toBe(200);
    const headers = { authorization: basicOf('random@domain.com', 'john123') };
    expect((await call(`${sandbox().url}/api/users/me`, { headers })).status).toBe(403);
  });

  test('the clock moves what is too old', async () => {
    const auth = placetopayAuth();
    expect((await patch('clock', '{"offsetSeconds":301}')).json).toMatchObject({ offsetSeconds: 301 });
    expect((await post(`${sandbox().url}/api/session`, { auth })).status).toBe(401);
    await patch('clock', '{"offsetSeconds":0}');
    expect((await post(`${sandbox().url}/api/session`, { auth })).status).toBe(200);
  });
});
