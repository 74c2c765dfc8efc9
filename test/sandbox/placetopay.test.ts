import { afterEach, describe, expect, test } from 'vitest';
import { call, post } from '../support/call.ts';
import { placetopayAuth, seedAt } from '../support/placetopay-auth.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const sandbox = runningSandbox({ tlsPort: false });
const session = (auth: unknown, more: object = {}) => post(`${sandbox().url}/api/session`, { auth, ...more });

const failed = (message: string, reason = 401) => ({
  status: {
    status: 'FAILED',
    reason,
    message,
    date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/),
  },
});

async function setStatus(status: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const url = `${sandbox().url}/_sandbox/accounts/placetopay/siteLogin`;
  const answer = await call(url, { method: 'PATCH', headers, body: JSON.stringify({ status }) });
  expect(answer.json).toEqual({ provider: 'placetopay', id: 'siteLogin', status });
}

describe('a valid auth', () => {
  test('creates a session, which only its site can query and cancel', async () => {
    const { status, json } = await session(placetopayAuth(), { payment: { reference: 'R1' } });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      status: { status: 'OK', reason: 'PC' },
      processUrl: expect.stringContaining('http'),
    });
    const { requestId } = json as { requestId: number };
    const url = `${sandbox().url}/api/session/${requestId}`;

    const queried = await post(url, { auth: placetopayAuth() });
    expect(queried.json).toMatchObject({
      requestId,
      status: { status: 'PENDING' },
      request: { payment: { reference: 'R1' } },
      payment: [],
      subscription: null,
    });
    expect(queried.text).not.toContain('tranKey');
    expect((await post(`${url}/cancel`, { auth: placetopayAuth() })).status).toBe(200);

    const stranger = await post(url, { auth: placetopayAuth({ login: 'siteLegacy' }) });
    expect(stranger).toMatchObject({ status: 404, json: { status: { status: 'FAILED' } } });
  });

  test.each([
    '/api/collect',
    '/api/reverse',
    '/api/transaction',
    '/gateway/information',
    '/gateway/process',
    '/gateway/query',
    '/api/payment-link',
    '/autopay/session',
  ])('passes at %s', async (path) => {
    const { status, json } = await post(sandbox().url + path, { auth: placetopayAuth() });
    expect(status).toBe(200);
    expect(json).toMatchObject({ status: { status: 'OK' } });
  });

  test.each([{ additional: [] }, { additional: {} }, { additional: null }, { something: 'else' }])(
    'may hold more: %o',
    async (more) => {
      expect((await session({ ...placetopayAuth(), ...more })).status).toBe(200);
    },
  );
});

describe('codes', () => {
  afterEach(() => setStatus('active'));

  test.each([
    { code: 100, what: 'no auth', auth: undefined },
    { code: 100, what: 'auth that is a string', auth: 'siteLogin' },
    { code: 100, what: 'auth that is null', auth: null },
    { code: 101, what: 'an unknown login', auth: () => placetopayAuth({ login: 'nobody' }) },
    { code: 102, what: 'another secret', auth: () => placetopayAuth({ secretKey: 'other' }) },
    { code: 102, what: 'SHA-1 where it is not allowed', auth: () => placetopayAuth({ algorithm: 'sha1' }) },
    {
      code: 103,
      what: 'a seed 6 minutes old',
      auth: () => placetopayAuth({ seed: seedAt(Date.now() - 360_000) }),
    },
    {
      code: 103,
      what: 'a seed 6 minutes ahead',
      auth: () => placetopayAuth({ seed: seedAt(Date.now() + 360_000) }),
    },
    { code: 107, what: 'no nonce', auth: () => ({ ...placetopayAuth(), nonce: undefined }) },
    { code: 107, what: 'a seed without a zone', auth: () => placetopayAuth({ seed: '2026-01-02T03:04:05' }) },
    { code: 107, what: 'a login that is a number', auth: () => ({ ...placetopayAuth(), login: 7 }) },
  ])('$code for $what, in Spanish and in English', async ({ code, auth }) => {
    const sent = () => (typeof auth === 'function' ? auth() : auth);
    const spanish = await session(sent());
    expect(spanish.status).toBe(401);
    expect(spanish.json).toEqual(failed(`Autenticación fallida ${code}`));
    expect(spanish.headers['www-authenticate']).toBe('WSSE realm="Placetopay", profile="UsernameToken"');
    const english = await session(sent(), { locale: 'en_US' });
    expect(english.json).toEqual(failed(`Authentication failed ${code}`));
  });

  test.each([
    { status: 'inactive', code: 104 },
    { status: 'expired', code: 105 },
    { status: 'credentials-expired', code: 106 },
  ])('$code for an account that is $status, which uses nothing up', async ({ status, code }) => {
    const auth = placetopayAuth();
    await setStatus(status);
    expect((await session(auth)).json).toEqual(failed(`Autenticación fallida ${code}`));
    // What the account is, a stranger is not told.
    expect((await session(placetopayAuth({ secretKey: 'other' }))).json).toEqual(
      failed('Autenticación fallida 102'),
    );
    await setStatus('active');
    expect((await session(auth)).status).toBe(200);
  });

  test('AutoPay answers 400', async () => {
    const { status, json } = await post(`${sandbox().url}/autopay/session`, {});
    expect(status).toBe(400);
    expect(json).toEqual(failed('Autenticación fallida 100', 400));
  });
});

describe('every other error has a status object', () => {
  test.each([
    { what: 'a path that belongs to nobody', method: 'POST', path: '/api/nothing', status: 404 },
    { what: 'a wrong method', method: 'GET', path: '/api/session', status: 405 },
    { what: 'a path that does not decode', method: 'POST', path: '/api/session/%zz', status: 400 },
    { what: 'a body that is not JSON', method: 'POST', path: '/api/session', body: '{', status: 401 },
    {
      what: 'a body that is not UTF-8',
      method: 'POST',
      path: '/api/session',
      body: Uint8Array.of(0x22, 0xff, 0x22),
      status: 401,
    },
    { what: 'no body', method: 'POST', path: '/api/session', status: 401 },
    {
      what: 'a body past the bound',
      method: 'POST',
      path: '/api/session',
      body: `"${'a'.repeat(110_000)}"`,
      status: 413,
    },
  ])('$what: $status', async ({ method, path, body, status }) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await call(sandbox().url + path, { method, headers, ...(body !== undefined && { body }) });
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual(failed(expect.any(String) as string, status));
  });

  test('a body of another content type is no auth at all', async () => {
    const body = JSON.stringify({ auth: placetopayAuth() });
    const headers = { 'content-type': 'text/plain' };
    const answer = await call(`${sandbox().url}/api/session`, { method: 'POST', headers, body });
    expect(answer.json).toEqual(failed('Autenticación fallida 100'));
  });
});

describe('one use', () => {
  const nonceOf = (auth: { nonce: string }) => Buffer.from(auth.nonce, 'base64').toString('latin1');

  test('the same request twice: exactly one is accepted', async () => {
    const auth = placetopayAuth();
    expect((await session(auth)).status).toBe(200);
    expect((await session(auth)).json).toEqual(failed('Autenticación fallida 103'));
    // It is the same at another route.
    expect((await post(`${sandbox().url}/gateway/query`, { auth })).status).toBe(401);
  });

  test('64 at once: exactly one is accepted', async () => {
    const auth = placetopayAuth();
    const answers = await Promise.all(Array.from({ length: 64 }, () => session(auth)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(63).fill(401)]);
  });

  test('the same nonce bytes in another base64 spelling are not accepted', async () => {
    const auth = placetopayAuth({ nonce: 'four' });
    expect(auth.nonce).toBe('Zm91cg==');
    expect((await session(auth)).status).toBe(200);
    for (const nonce of ['Zm91cg', 'Zm91ch==', 'Zm91cg==\n', ' Zm91cg==']) {
      expect((await session({ ...auth, nonce })).status, nonce).toBe(401);
    }
  });

  test('a digit moved from the nonce into the seed is not accepted', async () => {
    // The year starts with 2, so that a nonce ending in it can give it away and keep the hash.
    const auth = placetopayAuth({ nonce: '12345' });
    expect((await session(auth)).status).toBe(200);
    const nonce = Buffer.from(`${nonceOf(auth)}${auth.seed.slice(0, 1)}`).toString('base64');
    expect((await session({ ...auth, nonce, seed: auth.seed.slice(1) })).status).toBe(401);
    const shorter = Buffer.from('1234').toString('base64');
    expect((await session({ ...auth, nonce: shorter, seed: `5${auth.seed}` })).status).toBe(401);
  });

  test("a stranger's wrong digest with somebody's nonce burns nothing", async () => {
    const auth = placetopayAuth();
    const { tranKey } = placetopayAuth({ ...auth, nonce: 'x', secretKey: 'guess' });
    expect((await session({ ...auth, tranKey })).status).toBe(401);
    expect((await session(auth)).status).toBe(200);
  });

  test('an account that may replay can, and SHA-1 is its to use', async () => {
    const auth = placetopayAuth({ login: 'siteLegacy', algorithm: 'sha1' });
    expect((await session(auth)).status).toBe(200);
    expect((await session(auth)).status).toBe(200);
  });
});
