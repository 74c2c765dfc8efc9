import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { accepted, type InboundBody, rejected, type Verifier } from '@countersign/core';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { describe, expect, test, vi } from 'vitest';
import { listening, received } from '../../../test/support/listening.ts';
import { bodyErrors, guard } from './index.ts';

const LIMIT = 64;
const json = { 'content-type': 'application/json' };

/** Accepts a body that is JSON or a form; refuses every other, naming what was made of it. */
const bodyTeller: Verifier = {
  scheme: 'body-teller',
  async verify(request) {
    const { kind } = await request.body();
    return kind === 'json' || kind === 'form'
      ? accepted({ account: kind })
      : rejected('credentials-malformed', kind);
  },
  refuse: (verdict) => ({
    status: 422,
    headers: { 'content-type': 'text/plain' },
    body: verdict.outcome === 'rejected' ? String(verdict.account) : verdict.outcome,
  }),
};

const keepRawBody = (req: object, _res: unknown, bytes: Buffer) =>
  void Object.assign(req, { rawBody: bytes });

// Where an application may have its body parsers: nowhere, before the guard, after it.
const mountings: Record<string, { before: RequestHandler[]; after?: RequestHandler[] }> = {
  'without a parser': { before: [] },
  'after express.json() and express.urlencoded()': {
    before: [express.json({ limit: LIMIT }), express.urlencoded({ limit: LIMIT })],
  },
  'after express.json() that keeps the bytes': {
    before: [express.json({ limit: LIMIT, verify: keepRawBody }), express.urlencoded({ limit: LIMIT })],
  },
  'after express.raw()': { before: [express.raw({ type: () => true, limit: LIMIT })] },
  'before express.json() and express.urlencoded()': {
    before: [],
    after: [express.json(), express.urlencoded()],
  },
};

function mounted({ before, after = [] }: { before: RequestHandler[]; after?: RequestHandler[] }) {
  const errors: unknown[] = [];
  const app = express();
  const options = { bodyLimitBytes: LIMIT };
  app.use(...(before.length > 0 ? before : ([(_req, _res, next) => next()] satisfies RequestHandler[])));
  app.use(guard(bodyTeller, options), bodyErrors(bodyTeller, options));
  for (const parser of after) app.use(parser);
  app.use((req, res) => {
    const { rawBody } = req as { rawBody?: Uint8Array };
    res.json({ body: Buffer.isBuffer(req.body) ? 'bytes' : req.body, raw: rawBody?.toString() });
  });
  const collect: ErrorRequestHandler = (error, _req, res, _next) => {
    errors.push(error);
    res.status(500).end(String(error));
  };
  app.use(collect);
  return { app, errors };
}

describe.each(Object.entries(mountings))('a guard %s', (where, mounting) => {
  const exactly = (size: number) => JSON.stringify({ a: 'x'.repeat(size - '{"a":""}'.length) });

  test.each([
    { what: 'no body', headers: json, body: '', kind: 'absent' },
    { what: 'an array', headers: json, body: '[1]', kind: 200 },
    {
      what: 'a charset',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{}',
      kind: 200,
    },
    {
      what: 'a content type in capitals',
      headers: { 'content-type': 'Application/JSON' },
      body: '{}',
      kind: 200,
    },
    { what: 'JSON cut short', headers: json, body: '{"a":', kind: 'malformed' },
    { what: 'text after the JSON', headers: json, body: '{} {}', kind: 'malformed' },
    { what: 'a form called JSON', headers: json, body: 'a=1', kind: 'malformed' },
    { what: 'JSON called text', headers: { 'content-type': 'text/plain' }, body: '{}', kind: 'unsupported' },
    { what: 'JSON without a content type', headers: {}, body: '{}', kind: 'unsupported' },
    {
      what: 'JSON with half a content type',
      headers: { 'content-type': 'json' },
      body: '{}',
      kind: 'unsupported',
    },
    { what: 'a body as long as may be', headers: json, body: exactly(LIMIT), kind: 200 },
    { what: 'a body a byte longer', headers: json, body: exactly(LIMIT + 1), kind: 'too-large' },
    {
      what: 'a compressed body that is not',
      headers: { ...json, 'content-encoding': 'gzip' },
      body: '{}',
      kind: where.startsWith('after') ? 'malformed' : 'unsupported',
    },
    {
      what: 'an unknown encoding',
      headers: { ...json, 'content-encoding': 'x' },
      body: '{}',
      kind: 'unsupported',
    },
  ])('$what: $kind', async ({ headers, body, kind }) => {
    const { app, errors } = mounted(mounting);
    await using server = await listening(app);
    const declared = await received(server.open('POST', '/', { ...headers, ...lengthOf(body) }), body);
    const chunked = await received(
      server.open('POST', '/', { ...headers, 'transfer-encoding': 'chunked' }),
      body,
    );
    for (const { status, body: said } of [declared, chunked]) {
      // express.json() makes {} of a chunked body without chunks: an object that nothing is in.
      const emptyObject = body === '' && status === 200 && JSON.parse(said).body;
      if (emptyObject) expect(emptyObject).toEqual({});
      else expect(status === 200 ? status : said).toBe(kind);
    }
    expect(errors).toEqual([]);
  });

  test('leaves the JSON to the handler', async () => {
    await using server = await listening(mounted(mounting).app);
    const { body } = await received(server.open('POST', '/', json), '{"a":[1,{"b":null}]}');
    const seen = JSON.parse(body);
    if (where === 'after express.raw()') expect(seen.body).toBe('bytes');
    else expect(seen.body).toEqual({ a: [1, { b: null }] });
    if (/without|before|keeps/.test(where)) expect(seen.raw).toBe('{"a":[1,{"b":null}]}');
  });

  test('leaves the form to the handler', async () => {
    await using server = await listening(mounted(mounting).app);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const { body } = await received(server.open('POST', '/', headers), 'a=1&b=x+%26&a=2&a=3&c');
    const seen = JSON.parse(body);
    if (where === 'after express.raw()') expect(seen.body).toBe('bytes');
    else expect(seen.body).toEqual({ a: ['1', '2', '3'], b: 'x &', c: '' });
  });
});

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

describe('an upload that breaks off', () => {
  const whole = '{"a":1}';

  test.each(Object.entries(mountings))(
    '%s is never taken for a whole one, and ends',
    async (_where, mounting) => {
      const kinds: InboundBody['kind'][] = [];
      const handled = vi.fn();
      const verifier: Verifier = {
        scheme: 'seeing',
        async verify(request) {
          const { kind } = await request.body();
          kinds.push(kind);
          return kind === 'json' ? accepted({ account: 'a' }) : rejected('credentials-malformed');
        },
      };
      const app = express();
      for (const parser of mounting.before) app.use(parser);
      app.use(guard(verifier, { bodyLimitBytes: LIMIT }), bodyErrors(verifier), handled);
      await using server = await listening(app);

      // Whole as JSON, but the client said that more would come.
      const sent = server.open('POST', '/', { ...json, 'content-length': '20' });
      sent.on('error', () => {});
      sent.write(whole, () => setTimeout(() => sent.destroy(), 50));
      await vi.waitFor(() => expect(kinds).toEqual(['malformed']));
      expect(handled).not.toHaveBeenCalled();
      expect((await received(server.open('POST', '/', json), '[')).status).toBe(401);
    },
  );

  test.each([
    { what: 'declared past the limit is refused before it is sent', sentBytes: 0 },
    { what: 'past the limit is refused before it is whole', sentBytes: 1000 },
  ])('$what, and the server goes on', async ({ sentBytes }) => {
    const { app, errors } = mounted({ before: [] });
    await using server = await listening(app);
    const length = sentBytes === 0 ? { 'content-length': '1000000' } : { 'transfer-encoding': 'chunked' };
    const sent = server.open('POST', '/', { ...json, ...length });
    const status = new Promise((resolve) => {
      sent.on('error', () => {}).on('response', (response) => resolve(response.statusCode));
    });
    if (sentBytes === 0) sent.flushHeaders();
    else sent.write('x'.repeat(sentBytes));
    expect(await status).toBe(422);
    sent.destroy();
    expect((await received(server.open('POST', '/', json), whole)).status).toBe(200);
    expect(errors).toEqual([]);
  });
});

describe('the stream', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  test.each([
    { what: 'JSON', headers: json, body: '{}', kind: 'json' },
    { what: 'a form', headers: form, body: 'a=1', kind: 'form' },
    { what: 'no body', headers: json, body: '', kind: 'absent' },
    { what: 'JSON cut short', headers: json, body: '{', kind: 'malformed' },
    { what: 'text', headers: { 'content-type': 'text/plain' }, body: '{}', kind: 'unsupported' },
    { what: 'too much', headers: json, body: '"'.repeat(LIMIT + 1), kind: 'too-large' },
  ])('is read once: of $what every guard makes $kind', async ({ headers, body, kind }) => {
    const kinds: string[] = [];
    const reading = (scheme: string): Verifier => ({
      scheme,
      async verify(request) {
        kinds.push((await request.body()).kind);
        return accepted({ account: 'a' });
      },
    });
    const options = { bodyLimitBytes: LIMIT };
    const app = express();
    app.use(guard(reading('one'), options), guard(reading('two')), (_req, res) => void res.end());
    await using server = await listening(app);
    await received(server.open('POST', '/', headers), body);
    expect(kinds).toEqual([kind, kind]);
  });

  test.each([
    { limit: LIMIT, kind: 200 },
    { limit: LIMIT - 1, kind: 'too-large' },
  ])(
    'that express.raw() read is parsed up to the limit of the guard, $limit: $kind',
    async ({ limit, kind }) => {
      const app = express();
      app.use(express.raw({ type: () => true }), guard(bodyTeller, { bodyLimitBytes: limit }));
      app.use((_req, res) => void res.end());
      await using server = await listening(app);
      const { status, body } = await received(server.open('POST', '/', json), `"${'x'.repeat(LIMIT - 2)}"`);
      expect(status === 200 ? status : body).toBe(kind);
    },
  );

  test('that somebody read and left nothing of is malformed, not absent', async () => {
    const app = express();
    app.use((req, _res, next) => void req.on('end', next).resume());
    app.use(guard(bodyTeller));
    await using server = await listening(app);
    expect((await received(server.open('POST', '/', json), '{}')).body).toBe('malformed');
    expect((await received(server.open('POST', '/', json))).body).toBe('absent');
  });

  test.each([
    { what: 'was paused', prepare: (req: express.Request) => req.pause() },
    { what: 'gives text', prepare: (req: express.Request) => req.setEncoding('utf8') },
  ])('that $what is read all the same', async ({ prepare }) => {
    const app = express();
    app.use((req, _res, next) => {
      prepare(req);
      next();
    });
    app.use(guard(bodyTeller), (req, res) => void res.json(req.body));
    await using server = await listening(app);
    expect((await received(server.open('POST', '/', json), '{"a":"é"}')).body).toBe('{"a":"é"}');
  });
});

function lengthOf(body: string): Record<string, string> {
  return { 'content-length': String(Buffer.byteLength(body)) };
}
