import { apiKeyHeader, basic } from '@countersign/basic';
import {
  accepted,
  defineVerifier,
  firstOf,
  type InboundRequest,
  memoryDirectory,
  type Refusal,
  rejected,
  unavailable,
  type Verifier,
} from '@countersign/core';
import express, { type ErrorRequestHandler, Router } from 'express';
import request from 'supertest';
import { describe, expect, test, vi } from 'vitest';
import { listening, received } from '../../../test/support/listening.ts';
import { authOf, guard, type Observation } from './index.ts';

const directory = memoryDirectory([
  { id: 'site', secrets: ['se:cret'] },
  { id: 'closed', secrets: ['se:cret'], status: 'inactive' },
  { id: 'near', secrets: ['se:cret'], addresses: ['203.0.113.0/24'] },
]);
const siteBasic = basic({ directory, realm: 'Test' });

/** An application with one guarded route, and the errors that reached its error handler. */
function guarded(verifier: Verifier, options?: Parameters<typeof guard>[1]) {
  const errors: unknown[] = [];
  const handled = vi.fn();
  const collect: ErrorRequestHandler = (error, _req, res, _next) => {
    errors.push(error);
    res.status(500).end();
  };
  const app = express();
  app.use('/guarded', guard(verifier, options), (req, res) => {
    handled();
    res.json(req.auth);
  });
  app.use(collect);
  return { app, errors, handled };
}

describe('a request that is accepted', () => {
  test('reaches the handler with the scheme and the principal', async () => {
    const { app } = guarded(siteBasic);
    const response = await request(app).get('/guarded').auth('site', 'se:cret');
    expect(response.status).toBe(200);
    expect(response.body).toEqual({ scheme: 'basic', principal: { account: 'site' } });
  });

  test('passes two guards, each of which answers for its own verifier', async () => {
    const key = apiKeyHeader({ directory, header: 'x-api-key' });
    const app = express();
    app.get('/', guard(siteBasic), guard(key), (req, res) => {
      res.json([req.auth?.scheme, authOf(req, siteBasic).scheme, authOf(req, key).scheme]);
    });
    const pair = Buffer.from('site:se:cret').toString('base64');
    const response = await request(app).get('/').auth('site', 'se:cret').set('x-api-key', pair);
    expect(response.body).toEqual(['api-key-header', 'basic', 'api-key-header']);
  });
});

describe('a request that is not accepted', () => {
  test.each([
    { what: 'no credentials', credentials: undefined, status: 401 },
    { what: 'a wrong secret', credentials: ['site', 'se'], status: 401 },
    { what: 'an unknown account', credentials: ['nobody', 'se:cret'], status: 401 },
    { what: 'an inactive account', credentials: ['closed', 'se:cret'], status: 403 },
    { what: 'an address that is not its own', credentials: ['near', 'se:cret'], status: 403 },
  ] as const)('$what: $status, without the handler and without an error', async (row) => {
    const { app, errors, handled } = guarded(siteBasic);
    const sent = request(app).get('/guarded');
    const response = await (row.credentials ? sent.auth(row.credentials[0], row.credentials[1]) : sent);
    expect(response.status).toBe(row.status);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.body.status).toBe(row.status);
    expect(handled).not.toHaveBeenCalled();
    expect(errors).toEqual([]);
  });

  const refusal: Refusal = {
    status: 418,
    headers: { 'content-type': 'text/plain', 'x-one': '1', 'x-two': ['a', 'b'] },
    body: 'refused, with ünïcode',
  };
  const refusing: Verifier = {
    ...defineVerifier({ scheme: 'refusing', check: () => rejected('account-unknown') }),
    refuse: () => refusal,
  };

  test('is answered with the refusal as it is', async () => {
    await using server = await listening(guarded(refusing).app);
    const { status, fields, body } = await received(server.open('GET', '/guarded'));
    expect(status).toBe(418);
    expect(body).toBe(refusal.body);
    const own = fields.filter(([name]) => name.startsWith('x-') || name.startsWith('content-'));
    expect(own.filter(([name]) => name !== 'x-powered-by')).toEqual([
      ['content-type', 'text/plain'],
      ['x-one', '1'],
      ['x-two', 'a'],
      ['x-two', 'b'],
      ['content-length', String(Buffer.byteLength(refusal.body))],
    ]);
  });

  test('by HEAD gets the status and the headers of a GET, and no body', async () => {
    await using server = await listening(guarded(refusing).app);
    const { status, fields, body } = await received(server.open('HEAD', '/guarded'));
    expect({ status, body }).toEqual({ status: 418, body: '' });
    expect(fields).toContainEqual(['x-one', '1']);
  });

  test('gets a field for every challenge', async () => {
    const either = firstOf(siteBasic, apiKeyHeader({ directory, header: 'x-api-key', realm: 'Keys' }));
    await using server = await listening(guarded(either).app);
    const { fields } = await received(server.open('GET', '/guarded'));
    expect(fields.filter(([name]) => name === 'www-authenticate').map(([, value]) => value)).toEqual([
      'Basic realm="Test", charset="UTF-8"',
      'ApiKey realm="Keys", header="x-api-key"',
    ]);
  });

  test('because a header came twice is refused: both values are seen', async () => {
    await using server = await listening(guarded(siteBasic).app);
    const good = `Basic ${Buffer.from('site:se:cret').toString('base64')}`;
    const once = server.open('GET', '/guarded', { authorization: [good] });
    expect((await received(once)).status).toBe(200);
    const twice = server.open('GET', '/guarded', { authorization: [good, good] });
    expect((await received(twice)).status).toBe(401);
  });
});

describe('a verifier that cannot answer', () => {
  const cause = new Error('connection to directory.internal refused');
  const failing = defineVerifier({ scheme: 'failing', check: () => unavailable(cause, 7) });

  test('is 503 with Retry-After; the cause is for the operator alone', async () => {
    const onUnavailable = vi.fn();
    const { app, errors, handled } = guarded(failing, { onUnavailable });
    const response = await request(app).get('/guarded');
    expect(response.status).toBe(503);
    expect(response.headers['retry-after']).toBe('7');
    expect(response.text).not.toContain('directory.internal');
    expect(onUnavailable.mock.calls.map(([given, req]) => [given, req.path])).toEqual([[cause, '/']]);
    expect(handled).not.toHaveBeenCalled();
    expect(errors).toEqual([]);
  });

  test('says nothing of a cause where there is none', async () => {
    const onUnavailable = vi.fn();
    await request(guarded(siteBasic, { onUnavailable }).app).get('/guarded').auth('site', 'wrong');
    expect(onUnavailable).not.toHaveBeenCalled();
  });
});

describe('what the verifier sees', () => {
  function seenBy(mount: (guarding: express.RequestHandler) => express.Express) {
    const seen: InboundRequest[] = [];
    const verifier = defineVerifier({
      scheme: 'seeing',
      check(inbound) {
        seen.push(inbound);
        return accepted({ account: 'a' });
      },
    });
    return { app: mount(guard(verifier)).use((_req, res) => void res.end()), seen };
  }

  test.each([
    { where: 'on the application', mount: (g: express.RequestHandler) => express().use(g) },
    { where: 'under a path', mount: (g: express.RequestHandler) => express().use('/api', g) },
    {
      where: 'in routers within routers',
      mount: (g: express.RequestHandler) => express().use('/api', Router().use('/v1', Router().use(g))),
    },
  ])('mounted $where, the target is the one that was sent', async ({ mount }) => {
    const { app, seen } = seenBy(mount);
    await request(app).get('/api/v1/payments?id=1&id=2');
    expect(seen.map(({ target }) => target)).toEqual(['/api/v1/payments?id=1&id=2']);
  });

  test.each([
    { what: 'a trusted proxy', trustedProxies: ['127.0.0.0/8', '::1'], status: 200 },
    { what: 'anyone else', trustedProxies: ['10.0.0.0/8'], status: 403 },
    { what: 'anyone, by default', trustedProxies: undefined, status: 403 },
  ])('X-Forwarded-For from $what: $status', async ({ trustedProxies, status }) => {
    const { app } = guarded(siteBasic, { trustedProxies });
    const sent = request(app).get('/guarded').auth('near', 'se:cret');
    expect((await sent.set('x-forwarded-for', '203.0.113.9')).status).toBe(status);
  });
});

describe('observe', () => {
  test('is given every verdict with the checks behind it', async () => {
    const observations: [Observation, string][] = [];
    const { app } = guarded(siteBasic, { observe: (it, req) => observations.push([it, req.originalUrl]) });
    await request(app).get('/guarded?n=1').auth('site', 'wrong');
    await request(app).get('/guarded?n=2').auth('site', 'se:cret');
    expect(observations.map(([{ verdict }, url]) => [verdict.outcome, url])).toEqual([
      ['rejected', '/guarded?n=1'],
      ['accepted', '/guarded?n=2'],
    ]);
    const checks = observations.map(([{ explanation }]) =>
      explanation.find(({ check }) => check === 'secret'),
    );
    expect(checks.map((check) => check?.outcome)).toEqual(['failed', 'passed']);
    expect(observations[0]?.[0].request.target).toBe('/guarded?n=1');
  });

  test.each([
    { observe: undefined, asked: false },
    { observe: () => {}, asked: true },
  ])('is the only one who has explanations made: $asked', async ({ observe, asked }) => {
    let explained: boolean | undefined;
    const verifier = defineVerifier({
      scheme: 'explaining',
      check(_request, explain) {
        explained = explain !== undefined;
        return accepted({ account: 'a' });
      },
    });
    await request(guarded(verifier, { observe }).app).get('/guarded');
    expect(explained).toBe(asked);
  });
});

describe('a response that is not the guard’s any more', () => {
  test('is not sent twice where somebody answered meanwhile', async () => {
    const errors: unknown[] = [];
    const collect: ErrorRequestHandler = (error, _req, _res, _next) => void errors.push(error);
    const handled = vi.fn();
    const app = express();
    app.use((_req, res, next) => {
      res.status(504).end('too late');
      next();
    });
    app.use(guard(siteBasic), handled, collect);
    const response = await request(app).get('/').auth('site', 'wrong');
    expect([response.status, response.text]).toEqual([504, 'too late']);
    expect(handled).not.toHaveBeenCalled();
    expect(errors).toEqual([]);
  });
});

describe('wrong configuration', () => {
  test.each([
    { verifier: undefined as never, options: {}, message: /verifier must have verify/ },
    { verifier: siteBasic, options: { trustedProxies: ['proxy'] }, message: /trustedProxies: "proxy"/ },
    { verifier: siteBasic, options: { trustedProxies: '10.0.0.0/8' as never }, message: /must be a list/ },
    { verifier: siteBasic, options: { observe: true as never }, message: /observe must be a function/ },
    { verifier: siteBasic, options: { onUnavailable: null as never }, message: /onUnavailable must be a/ },
    { verifier: siteBasic, options: { bodyLimitBytes: -1 }, message: /bodyLimitBytes must be/ },
    { verifier: siteBasic, options: { bodyLimitBytes: '100kb' as never }, message: /bodyLimitBytes must be/ },
  ])('says what is wrong: $message', ({ verifier, options, message }) => {
    expect(() => guard(verifier, options)).toThrow(TypeError);
    expect(() => guard(verifier, options)).toThrow(message);
  });
});
