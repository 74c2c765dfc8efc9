import { memoryDirectory, memoryReplayGuard } from '@countersign/core';
import { bodyErrors, guard } from '@countersign/express';
import { refusalErrors, verifierStrategy } from '@countersign/passport';
import { placetopay } from '@countersign/providers';
import express, { type RequestHandler } from 'express';
import { Passport } from 'passport';
import { describe, expect, test } from 'vitest';
import { listening, received } from '../support/listening.ts';
import { placetopayAuth } from '../support/placetopay-auth.ts';

// Placetopay's clients read `status` of every answer and end on one that has none, whatever the server is made of.
const LIMIT = 1000;
const verifier = placetopay({
  directory: memoryDirectory([{ id: 'siteLogin', secrets: ['siteSecretKey'] }]),
  replay: memoryReplayGuard({ rememberedSince: 0 }),
});
const passport = new Passport().use(verifierStrategy(verifier, 'placetopay'));
const authenticate = passport.authenticate('placetopay', { session: false, failWithError: true });
const parser = express.json({ limit: LIMIT });
const done: RequestHandler = (req, res) => void res.json({ reference: req.body.reference });

const options = { bodyLimitBytes: LIMIT };
const mountings = {
  'guard alone': express().use(guard(verifier, options), done),
  'guard after express.json()': express().use(parser, guard(verifier), bodyErrors(verifier), done),
  'guard before express.json()': express().use(guard(verifier, options), parser, done),
  'Passport after express.json()': express().use(
    parser,
    authenticate,
    done,
    refusalErrors(),
    bodyErrors(verifier),
  ),
};

const json = { 'content-type': 'application/json' };

describe.each(Object.entries(mountings))('%s', (_mounting, app) => {
  const post = async (body: string, headers: Record<string, string> = json) => {
    await using server = await listening(app);
    const { status, body: said } = await received(server.open('POST', '/api/session', headers), body);
    return { status, json: JSON.parse(said) };
  };

  test('lets a valid auth through, with its body, once', async () => {
    const body = JSON.stringify({ auth: placetopayAuth(), reference: 'R1' });
    expect(await post(body)).toEqual({ status: 200, json: { reference: 'R1' } });
    expect((await post(body)).json.status.message).toBe('Autenticación fallida 103');
  });

  test.each([
    { what: 'no body', body: '', message: 'Autenticación fallida 100' },
    { what: 'no JSON', body: '{"auth":', message: 'Autenticación fallida 100' },
    {
      what: 'another content type',
      body: '{}',
      headers: { 'content-type': 'text/plain' },
      message: 'Autenticación fallida 100',
    },
    {
      what: 'another charset',
      body: '{}',
      headers: { 'content-type': 'application/json; charset=x' },
      message: 'Autenticación fallida 100',
    },
    {
      what: 'a body that is not compressed',
      body: '{}',
      headers: { ...json, 'content-encoding': 'gzip' },
      message: 'Autenticación fallida 100',
    },
    { what: 'no auth', body: '{}', message: 'Autenticación fallida 100' },
    { what: 'half an auth', body: '{"auth":{"login":"siteLogin"}}', message: 'Autenticación fallida 107' },
    { what: 'an English one', body: '{"auth":{},"locale":"en_US"}', message: 'Authentication failed 107' },
  ])('refuses $what with a status object: $message', async ({ body, headers, message }) => {
    const { status, json: said } = await post(body, headers);
    expect(status).toBe(401);
    expect(said.status).toMatchObject({ status: 'FAILED', reason: 401, message });
  });

  test('refuses what is too large with a status object', async () => {
    const body = JSON.stringify({ auth: placetopayAuth(), padding: 'x'.repeat(LIMIT) });
    const { status, json: said } = await post(body);
    expect([status, said.status.status, said.status.reason]).toEqual([413, 'FAILED', 413]);
  });
});
