import { accepted, rejected, type Verifier } from '@countersign/core';
import { bodyErrors, guard } from '@countersign/express';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';

/** Bytes: the limit of the guard and of the parsers before it. */
export const LIMIT = 64;
export const json = { 'content-type': 'application/json' };

/** Accepts a body that is JSON or a form; refuses every other, naming what was made of it. */
export const bodyTeller: Verifier = {
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

interface Mounting {
  readonly before: readonly RequestHandler[];
  readonly after?: readonly RequestHandler[];
}

/** Where an application may have its body parsers: nowhere, before the guard, after it. */
export const mountings: Record<string, Mounting> = {
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

/** An application that says what it found of a body that was let through, and the errors that reached its error handler. */
export function mounted({ before, after = [] }: Mounting): { app: Express; errors: unknown[] } {
  const errors: unknown[] = [];
  const app = express();
  const options = { bodyLimitBytes: LIMIT };
  for (const parser of before) app.use(parser);
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
