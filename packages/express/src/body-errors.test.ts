import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { accepted, rejected, type Verifier } from '@countersign/core';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { describe, expect, test, vi } from 'vitest';
import { bodyTeller, json, LIMIT, mounted } from '../../../test/support/body-teller.ts';
import { listening, received } from '../../../test/support/listening.ts';
import { bodyErrors, guard } from './index.ts';

describe('what express.json() refuses before the guard', () => {
  const parsers = { before: [express.json({ limit: LIMIT })] };
  const refusal = async (headers: Record<string, string>, body: string | Uint8Array) => {
    const { app, errors } = mounted(parsers);
    await using server = await listening(app);
    const { status, body: said } = await received(server.open('POST', '/', { ...json, ...headers }), body);
    expect(errors).toEqual([]);
    return status === 422 ? said : status;
  };

  test.each([
    {
      what: 'a charset that JSON cannot have',
      headers: { 'content-type': 'application/json; charset=latin1' },
    },
    { what: 'a charset that nobody knows', headers: { 'content-type': 'application/json; charset=utf-99' } },
  ])('$what: unsupported', async ({ headers }) => expect(await refusal(headers, '{}')).toBe('unsupported'));

  test('a value that is neither an object nor an array: malformed', async () => {
    expect(await refusal({}, '"text"')).toBe('malformed');
  });

  test.each([
    { encoding: 'gzip', compressed: gzipSync('{"a":1}') },
    { encoding: 'deflate', compressed: deflateSync('{"a":1}') },
    { encoding: 'br', compressed: brotliCompressSync('{"a":1}') },
  ])(
    'a $encoding body: read where it is whole, malformed where it is not',
    async ({ encoding, compressed }) => {
      const headers = { 'content-encoding': encoding };
      expect(await refusal(headers, compressed)).toBe(200);
      expect(await refusal(headers, compressed.subarray(0, -6))).toBe('malformed');
      expect(await refusal(headers, Buffer.from('{"a":1}, and not compressed'))).toBe('malformed');
    },
  );

  test('a body that is too large once it is inflated: too-large', async () => {
    expect(await refusal({ 'content-encoding': 'gzip' }, gzipSync(JSON.stringify('x'.repeat(100_000))))).toBe(
      'too-large',
    );
  });

  test.each([
    { what: 'more parameters', options: { parameterLimit: 2 }, body: 'a=1&b=2&c=3', kind: 'too-large' },
    {
      what: 'deeper parameters',
      options: { extended: true, depth: 1 },
      body: 'a[b][c]=1',
      kind: 'malformed',
    },
  ])('$what than express.urlencoded() takes: $kind', async ({ options, body, kind }) => {
    const { app } = mounted({ before: [express.urlencoded(options)] });
    await using server = await listening(app);
    const sent = server.open('POST', '/', { 'content-type': 'application/x-www-form-urlencoded' });
    expect((await received(sent, body)).body).toBe(kind);
  });
});

describe('bodyErrors', () => {
  const broken = (...handlers: (RequestHandler | ErrorRequestHandler)[]) => {
    const errors: unknown[] = [];
    const app = express();
    for (const handler of handlers) app.use(handler);
    const collect: ErrorRequestHandler = (error, _req, res, _next) => {
      errors.push(error);
      res.status(error.status ?? 500).end('passed on');
    };
    return { app: app.use(collect), errors };
  };
  const headerTeller: Verifier = {
    scheme: 'header-teller',
    verify: async ({ headers }) =>
      headers.all('x-key')[0] === 'right' ? accepted({ account: 'a' }) : rejected('proof-mismatch'),
  };

  test.each([
    { key: 'right', status: 400, said: 'passed on' },
    { key: 'wrong', status: 401, said: '"status":401' },
  ])('a broken body beside credentials that are $key: $status', async ({ key, status, said }) => {
    const { app } = broken(express.json(), bodyErrors(headerTeller));
    await using server = await listening(app);
    const answer = await received(server.open('POST', '/', { ...json, 'x-key': key }), '{');
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(said);
  });

  test('does not ask again about a request that the guard let through', async () => {
    const verify = vi.spyOn(headerTeller, 'verify');
    const { app } = broken(guard(headerTeller), express.json(), bodyErrors(headerTeller));
    await using server = await listening(app);
    const answer = await received(server.open('POST', '/', { ...json, 'x-key': 'right' }), '{');
    expect([answer.status, answer.body]).toEqual([400, 'passed on']);
    expect(verify).toHaveBeenCalledOnce();
    verify.mockRestore();
  });

  test.each([
    { what: 'an error of the application', error: new Error('its own') },
    { what: 'a 400 of the application', error: Object.assign(new Error('its own'), { status: 400 }) },
    {
      what: 'what an application’s verify hook threw',
      error: Object.assign(new Error('no'), { type: 'entity.verify.failed' }),
    },
    {
      what: 'a parser mounted too late',
      error: Object.assign(new Error('no'), { type: 'stream.not.readable' }),
    },
    { what: 'something that is no error', error: 'text' },
  ])('passes on $what', async ({ error }) => {
    const { app, errors } = broken(() => Promise.reject(error), bodyErrors(bodyTeller));
    await using server = await listening(app);
    expect((await received(server.open('POST', '/', json), '{}')).body).toBe('passed on');
    expect(errors).toEqual([error]);
  });
});
