import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { basicOf, call, post } from '../support/call.ts';
import { failingSandbox } from '../support/failing-sandbox.ts';
import { runningSandbox } from '../support/running-sandbox.ts';
import {
  auth,
  callRoute,
  type ErrorForm,
  expectForm,
  type RouteOfSandbox,
  routes,
  type Tokens,
} from '../support/sandbox-routes.ts';
import { clientToken, userToken } from '../support/sandbox-tokens.ts';

const open = runningSandbox();
const throttled = runningSandbox({ throttle: true });
let tokens: Tokens;
beforeAll(async () => {
  tokens = { user: await userToken(open()), client: await clientToken(open()) };
  // What the paths name.
  const payment = { Payment: { Amount: 1 } };
  await post(`${open().url}/v1/payments`, payment, site);
  await call(`${open().url}/api/session`, { method: 'POST', ...auth()(tokens, true) });
});

const site = { authorization: basicOf('30201', 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy') };

const json = { 'content-type': 'application/json' };
const readers = routes.filter(({ reads, methods }) => reads !== undefined && methods.includes('POST'));

function sendBody(route: RouteOfSandbox, headers: Record<string, string>, body: string) {
  const right = route.credentials(tokens, true);
  return callRoute(open(), route, {
    ...right,
    method: 'POST',
    headers: { ...right.headers, ...headers },
    body,
  });
}

describe('405 for every other method, with those that it takes', () => {
  test.each(routes)('$path', async (route) => {
    const { form, methods, credentials, allow = methods.join(', ') } = route;
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      if (methods.includes(method)) continue;
      const answer = await callRoute(open(), route, { ...credentials(tokens, true), method });
      expectForm(answer, form, 405);
      expect(answer.headers.allow, method).toBe(allow);
    }
  });

  test('the metadata document', async () => {
    const answer = await call(`${open().url}/.well-known/oauth-authorization-server`, { method: 'POST' });
    expectForm(answer, 'problem', 405);
    expect(answer.headers.allow).toBe('GET');
  });
});

describe('429 past the limit', () => {
  // A certificate by itself cannot be guessed.
  const guessed = routes.filter(({ certificate }) => certificate !== 'qwac');

  test.each(guessed)('$path', async (route) => {
    const { form, credentials, failure = 401, guesses = 10 } = route;
    const [method = ''] = route.methods;
    const attempt = () => callRoute(throttled(), route, { ...credentials(tokens, false), method });
    // Routes that verify alike count together: some are past the limit already.
    for (let i = 0; i < guesses; i += 1) expect([failure, 429]).toContain((await attempt()).status);
    const answer = await attempt();
    expectForm(answer, form, 429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe.each(['directories', 'replay guard'] as const)('503 while the %s cannot answer', (part) => {
  let failing: Awaited<ReturnType<typeof failingSandbox>>;
  beforeAll(async () => {
    failing = await failingSandbox(part);
  });
  afterAll(() => failing.close());
  const claims: ErrorForm[] = ['placetopay', 'soap'];
  const asked = routes.filter(({ form }) => part === 'directories' || claims.includes(form));

  test.each(asked)('$path', async (route) => {
    for (const method of route.methods) {
      const answer = await callRoute(failing, route, { ...route.credentials(failing.tokens, true), method });
      expectForm(answer, route.form, 503);
      expect(answer.headers['retry-after']).toMatch(/^\d+$/);
      expect(answer.text).not.toContain('refused');
    }
  });

  test('in English where it is asked for', async () => {
    const path = '/api/session';
    const answer = await call(failing.url + path, { method: 'POST', ...auth('en_US')(tokens, true) });
    expectForm(answer, 'placetopay', 503, /^Service unavailable$/);
  });
});

describe('413 for a body past the bound', () => {
  test.each(readers)('$path', async (route) => {
    const type = route.reads === 'form' ? {} : json;
    const body = route.reads === 'form' ? `a=${'a'.repeat(110_000)}` : `"${'a'.repeat(110_000)}"`;
    expectForm(await sendBody(route, type, body), route.form, 413);
  });
});

describe('a body that is not what its type says', () => {
  test.each(readers)('$path', async (route) => {
    const { form, reads, failure = 401 } = route;
    const answer = await sendBody(route, json, '{"auth":');
    expectForm(answer, form, reads === 'auth' ? failure : 400);
  });
});

describe('a body of another type', () => {
  test.each(readers)('$path', async (route) => {
    const { form, reads, failure = 401 } = route;
    // Placetopay calls it a malformed authentication, and RFC 6749 an invalid request.
    const status = { json: 415, auth: failure, form: 400 }[reads ?? 'json'];
    // Whatever its type, a signed body does not begin like the end of a URL.
    expectForm(await sendBody(route, { 'content-type': 'text/plain' }, '"a=b"'), form, status);
    expectForm(
      await sendBody(route, { ...json, 'content-encoding': 'zstd-of-tomorrow' }, '{}'),
      form,
      status,
    );
  });
});

describe('404', () => {
  const partner = { 'x-connectpay-api-key': basicOf('ConnectPay', 'EasyBanking') };
  const unknown: { path: string; form: ErrorForm; headers?: Record<string, string> }[] = [
    { path: '/v1', form: 'smart2pay', headers: site },
    { path: '/v1/nothing', form: 'smart2pay', headers: site },
    { path: '/v1/payments/999/', form: 'smart2pay', headers: site },
    { path: '/v1/payments/999/capture', form: 'smart2pay', headers: site },
    { path: '/baas-sca/nothing', form: 'problem' },
    { path: '/baas-sca/user-management/partner/nothing', form: 'problem', headers: partner },
    { path: '/auth/v1/nothing', form: 'problem' },
    { path: '/connectpay/nothing', form: 'problem' },
    { path: '/merchant', form: 'problem' },
    { path: '/merchant/nothing', form: 'problem' },
    { path: '/purchase/nothing', form: 'problem' },
    { path: '/soap', form: 'soap' },
    { path: '/soap/nothing', form: 'soap' },
    { path: '/oauth/nothing', form: 'problem' },
    { path: '/.well-known/oauth-authorization-server/nothing', form: 'problem' },
    { path: '/nothing', form: 'problem' },
    ...[
      '/api',
      '/api/nothing',
      '/api/users',
      '/api/users/nothing',
      '/api/purchases/p1/nothing',
      '/api/purchase_link/nothing',
    ].map((path) => ({ path, form: 'placetopay' as const })),
    ...['/gateway', '/gateway/nothing', '/autopay', '/autopay/nothing', '/api/session/1/nothing'].map(
      (path) => ({ path, form: 'placetopay' as const }),
    ),
  ];

  test.each(unknown)('$path', async ({ path, form, headers = {} }) => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      expectForm(await call(open().url + path, { method, headers }), form, 404);
    }
  });

  test('a path that does not decode is 400', async () => {
    for (const [path, form] of [
      ['/v1/payments/%zz', 'smart2pay'],
      ['/api/purchases/%zz/release', 'problem'],
      ['/api/session/%zz', 'placetopay'],
    ] as const) {
      expectForm(await call(open().url + path, { method: 'POST', headers: site }), form, 400);
    }
  });
});

describe('Placetopay', () => {
  const errors = [
    { path: '/api/nothing', method: 'POST', status: 404, es: /^No encontrado$/, en: /^Not found$/ },
    { path: '/gateway/nothing', method: 'PUT', status: 404, es: /^No encontrado$/, en: /^Not found$/ },
    {
      path: '/api/session',
      method: 'PUT',
      status: 405,
      es: /^Método no permitido$/,
      en: /^Method not allowed$/,
    },
    {
      path: '/api/session/%zz',
      method: 'POST',
      status: 400,
      es: /^Petición incorrecta$/,
      en: /^Bad request$/,
    },
    { path: '/api/session/999', method: 'POST', status: 404, es: /^No encontrado$/, en: /^Not found$/ },
    {
      path: '/api/session',
      method: 'POST',
      status: 401,
      es: /fallida 102$/,
      en: /^Authentication failed 102$/,
    },
    {
      path: '/autopay/session',
      method: 'POST',
      status: 400,
      es: /fallida 102$/,
      en: /^Authentication failed 102$/,
    },
  ];

  test.each(errors)('$method $path: $status, in Spanish unless the locale says English', async (error) => {
    const { path, method, status, es, en } = error;
    for (const [locale, message] of [
      ['en_US', en],
      ['en', en],
      ['es_CO', es],
      [undefined, es],
    ] as const) {
      const sent = auth(locale)(tokens, !String(es).includes('102'));
      expectForm(await call(open().url + path, { method, ...sent }), 'placetopay', status, message);
    }
  });

  test('429 in English where it is asked for', async () => {
    const attempt = (locale?: string) =>
      call(`${throttled().url}/gateway/query`, { method: 'POST', ...auth(locale)(tokens, false) });
    for (let i = 0; i < 10; i += 1) await attempt();
    expectForm(await attempt(), 'placetopay', 429, /^Demasiadas peticiones$/);
    expectForm(await attempt('en_US'), 'placetopay', 429, /^Too many requests$/);
  });
});
