import { accepted, type InboundBody, rejected, type Verifier } from '@countersign/core';
import express from 'express';
import { describe, expect, test, vi } from 'vitest';
import { bodyTeller, json, LIMIT, mounted, mountings } from '../../../test/support/body-teller.ts';
import { listening, received } from '../../../test/support/listening.ts';
import { bodyErrors, guard } from './index.ts';

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
      await vi.waitFor(() => expect(kinds).toEqual(['malformed']), { timeout: 30_000 });
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
