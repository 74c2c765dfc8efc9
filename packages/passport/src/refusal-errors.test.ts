import { apiKeyHeader, basic } from '@countersign/basic';
import { defineVerifier, memoryDirectory, unavailable, type Verifier } from '@countersign/core';
import express, { type ErrorRequestHandler } from 'express';
import { Passport } from 'passport';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { listening, received } from '../../../test/support/listening.ts';
import { refusalErrors, verifierStrategy } from './index.ts';

const directory = memoryDirectory([
  { id: 'site', secrets: ['secret'] },
  { id: 'closed', secrets: ['secret'], status: 'inactive' },
]);
/** Refuses as a provider does: in a form and with a header of its own. */
const inItsForm = (verifier: Verifier): Verifier => ({
  ...verifier,
  refuse: (verdict) => ({
    status: verdict.outcome === 'unavailable' ? 503 : 422,
    headers: {
      'content-type': 'application/json',
      'x-refused-by': verifier.scheme,
      'www-authenticate': verifier.challenges?.(verdict) ?? [],
    },
    body: JSON.stringify({ status: { status: 'FAILED', outcome: verdict.outcome } }),
  }),
});
const siteBasic = inItsForm(basic({ directory, realm: 'Sites' }));
const siteKey = inItsForm(apiKeyHeader({ directory, header: 'x-api-key', realm: 'Keys' }));
const failing = inItsForm(defineVerifier({ scheme: 'failing', check: () => unavailable(new Error('down')) }));

function mounted(...verifiers: Verifier[]) {
  const passport = new Passport();
  for (const verifier of verifiers) passport.use(verifierStrategy(verifier));
  const names = verifiers.map(({ scheme }) => scheme);
  const app = express();
  app.use('/own', (_req, _res, next) => next(Object.assign(new Error('its own'), { status: 400 })));
  app.use('/local', (_req, _res, next) => {
    // What Passport makes of another package's strategy.
    next(Object.assign(new Error('Unauthorized'), { name: 'AuthenticationError', status: 401 }));
  });
  app.use(
    passport.authenticate(names, { session: false, failWithError: true }),
    (_req, res) => void res.end('in'),
  );
  const passedOn: ErrorRequestHandler = (error, _req, res, _next) =>
    void res.status(error.status).end('passed on');
  return app.use(refusalErrors(), passedOn);
}
const pair = (text: string) => Buffer.from(text).toString('base64');

describe('refusalErrors', () => {
  test('sends the refusal of the verifier, whole', async () => {
    const { status, headers, body } = await request(mounted(siteBasic)).get('/').auth('closed', 'secret');
    expect([status, headers['x-refused-by']]).toEqual([422, 'basic']);
    expect(body).toEqual({ status: { status: 'FAILED', outcome: 'rejected' } });
  });

  test('sends it where the verifier could not answer, too', async () => {
    const { status, headers, body } = await request(mounted(siteBasic, failing)).get('/');
    expect([status, headers['x-refused-by']]).toEqual([503, 'failing']);
    expect(body).toEqual({ status: { status: 'FAILED', outcome: 'unavailable' } });
  });

  test.each([
    { sent: 'the first', headers: { authorization: `Basic ${pair('site:wrong')}` }, by: 'basic' },
    { sent: 'the second', headers: { 'x-api-key': pair('site:wrong') }, by: 'api-key-header' },
    {
      sent: 'both',
      headers: { 'x-api-key': pair('site:wrong'), authorization: `Basic ${pair('site:wrong')}` },
      by: 'basic',
    },
  ])('of two strategies, where $sent was sent and rejected: by $by', async ({ headers, by }) => {
    const response = await request(mounted(siteBasic, siteKey)).get('/').set(headers);
    expect([response.headers['x-refused-by'], response.body.status.outcome]).toEqual([by, 'rejected']);
  });

  test('of two strategies, where nothing was sent: by the first, with the challenges of both', async () => {
    await using server = await listening(mounted(siteBasic, siteKey));
    const { fields } = await received(server.open('GET', '/'));
    expect(fields.filter(([name]) => /^(www-authenticate|x-refused-by)$/.test(name))).toEqual([
      ['x-refused-by', 'basic'],
      ['www-authenticate', 'Basic realm="Sites", charset="UTF-8"'],
      ['www-authenticate', 'ApiKey realm="Keys", header="x-api-key"'],
    ]);
  });

  test.each([
    { path: '/own', what: 'an error of the application', status: 400 },
    { path: '/local', what: 'what another strategy refused', status: 401 },
  ])('passes on $what', async ({ path, status }) => {
    const response = await request(mounted(siteBasic)).get(path);
    expect([response.status, response.text]).toEqual([status, 'passed on']);
  });

  test('passes on an error of the application after a strategy failed and was let through', async () => {
    const passport = new Passport().use(verifierStrategy(siteBasic));
    const app = express();
    app.use((req, res, next) =>
      passport.authenticate('basic', () => next(new Error('its own')))(req, res, next),
    );
    const passedOn: ErrorRequestHandler = (error, _req, res, _next) =>
      void res.status(500).end(error.message);
    const { status, text } = await request(app.use(refusalErrors(), passedOn)).get('/');
    expect([status, text]).toEqual([500, 'its own']);
  });

  test('is not in the way of what is accepted', async () => {
    expect((await request(mounted(siteBasic)).get('/').auth('site', 'secret')).text).toBe('in');
  });
});
