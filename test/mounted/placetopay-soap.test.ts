import { firstOf, memoryDirectory, memoryReplayGuard, throttle } from '@countersign/core';
import { bodyErrors, guard } from '@countersign/express';
import { placetopay } from '@countersign/providers';
import { readEnvelope } from '@countersign/username-token';
import express, { type Express, type RequestHandler } from 'express';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { placetopayAuth } from '../support/placetopay-auth.ts';
import { envelope, SOAP_12 } from '../support/soap-envelope.ts';

const directory = memoryDirectory([{ id: 'siteLogin', secrets: ['siteSecretKey'] }]);
const LIMIT = 4000;
const options = { bodyLimitBytes: LIMIT };
const soapTypes = ['text/xml', 'application/soap+xml'];

const verifierOf = (replay = memoryReplayGuard({ rememberedSince: 0 })) =>
  placetopay.soap({ directory, replay });
const verifier = verifierOf();

/** What the handler makes of the message that was let through. */
const done: RequestHandler = (req, res) => {
  const body: unknown = req.body;
  const [called] = (body instanceof Uint8Array && readEnvelope(body)?.body.children) || [];
  res.json({ called: called?.name });
};

const post = (app: Express, body: string, type = 'text/xml; charset=utf-8') =>
  request(app).post('/').set('content-type', type).set('soapaction', '"urn:something-else"').send(body);

const mountings = {
  'guard alone': express().use(guard(verifier, options), done),
  'guard after express.json()': express().use(express.json(), guard(verifier, options), done),
  'guard after express.raw()': express().use(
    express.raw({ type: soapTypes, limit: LIMIT }),
    guard(verifier, options),
    bodyErrors(verifier, options),
    done,
  ),
  'guard before express.raw()': express().use(
    guard(verifier, options),
    express.raw({ type: soapTypes }),
    done,
  ),
};

describe.each(Object.entries(mountings))('%s', (_mounting, app) => {
  test('lets a message through, with its bytes, once', async () => {
    const message = envelope();
    const answer = await post(app, message);
    expect([answer.status, answer.body]).toEqual([200, { called: 'ping' }]);
    const again = await post(app, message);
    expect(again.status).toBe(500);
    expect(again.text).toContain('<faultstring>Authentication Failed 103</faultstring>');
  });

  test.each([
    { what: 'no body', body: '', code: 100 },
    { what: 'no XML', body: '<s:Envelope', code: 100 },
    { what: 'a document type', body: `<!DOCTYPE a>${envelope()}`, code: 100 },
    { what: 'another content type', body: envelope(), type: 'text/plain', code: 100 },
    { what: 'another charset', body: envelope(), type: 'text/xml; charset=utf-16', code: 100 },
    { what: 'no token', body: envelope({ header: '' }), code: 100 },
    { what: 'half a token', body: envelope({ token: { nonce: '' } }), code: 107 },
    { what: 'an unknown account', body: envelope({ auth: placetopayAuth({ login: 'x' }) }), code: 101 },
    { what: 'another secret', body: envelope({ auth: placetopayAuth({ secretKey: 'x' }) }), code: 102 },
  ])('refuses $what with a fault: $code', async ({ body, type, code }) => {
    const answer = await post(app, body, type);
    expect(answer.status).toBe(500);
    expect(answer.headers['content-type']).toBe('text/xml; charset=utf-8');
    expect(answer.text).toContain(`<faultstring>Authentication Failed ${code}</faultstring>`);
  });

  test('refuses what is too large with a fault', async () => {
    const answer = await post(app, envelope({ body: 'x'.repeat(LIMIT) }));
    expect(answer.status).toBe(413);
    expect(answer.text).toContain('<faultcode>SOAP-ENV:Client</faultcode>');
  });
});

test('a body that says to be compressed and is not is a fault', async () => {
  for (const app of [mountings['guard alone'], mountings['guard after express.raw()']]) {
    const answer = await post(app, '').set('content-encoding', 'gzip').send(Buffer.from('no gzip'));
    expect([answer.status, answer.text]).toEqual([500, expect.stringContaining('Authentication Failed 100')]);
  }
});

test.each([
  { what: 'express.text()', parser: express.text({ type: soapTypes }) },
  {
    what: 'a parser of XML',
    parser: ((req, _res, next) => {
      req.body = { envelope: {} };
      next();
    }) satisfies RequestHandler,
  },
])('after $what the guard says what is wrong with the configuration', async ({ parser }) => {
  const causes: unknown[] = [];
  const app = express().use(
    parser,
    guard(verifier, { onUnavailable: (cause) => void causes.push(cause) }),
    done,
  );
  const answer = await post(app, envelope());
  expect(answer.status).toBe(503);
  expect(causes).toEqual([
    new TypeError(
      'a body parser mounted before the guard left no bytes of the SOAP message: mount the guard before it, or use ' +
        "express.raw({ type: ['text/xml', 'application/soap+xml'] })",
    ),
  ]);
});

describe.each([
  { version: '1.1', namespace: undefined, prefix: 'SOAP-ENV', server: 'Server', client: 'Client' },
  { version: '1.2', namespace: SOAP_12, prefix: 'env', server: 'Receiver', client: 'Sender' },
])('in SOAP $version', ({ namespace, prefix, server, client }) => {
  const sent = (parts = {}) => envelope({ auth: placetopayAuth(parts), ...(namespace && { namespace }) });

  test('a replay guard that cannot answer is a fault, to be tried again', async () => {
    const replay = { claim: () => Promise.reject(new Error('out of reach')) };
    const app = express().use(guard(verifierOf(replay), options), done);
    const answer = await post(app, sent());
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.text).toContain(`${prefix}:${server}<`);
    expect(answer.text).not.toContain('out of reach');
  });

  test('a throttle answers with a fault, to be tried again', async () => {
    const app = express().use(guard(throttle(verifierOf(), { failuresPerPair: 1 }), options), done);
    expect((await post(app, sent({ secretKey: 'x' }))).status).toBe(namespace ? 400 : 500);
    const answer = await post(app, sent());
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.text).toContain(`${prefix}:${client}<`);
    expect(answer.text).toContain('Too many failed attempts.');
  });
});

test('SOAP and JSON on one route', async () => {
  const replay = memoryReplayGuard({ rememberedSince: 0 });
  const either = firstOf(placetopay({ directory, replay }), verifierOf(replay));
  const app = express().use(guard(either, options), done);
  const auth = placetopayAuth();
  expect((await request(app).post('/').send({ auth })).status).toBe(200);
  expect((await post(app, envelope({ auth }))).text).toContain('Authentication Failed 103');
  expect((await post(app, envelope())).status).toBe(200);
});
