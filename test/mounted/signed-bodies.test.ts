import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { memoryDirectory, type Verifier } from '@countersign/core';
import { guard } from '@countersign/express';
import { connectpay, placetopay, pledg } from '@countersign/providers';
import express, { type RequestHandler } from 'express';
import { describe, expect, test } from 'vitest';
import { basicOf } from '../support/call.ts';
import { listening, received } from '../support/listening.ts';
import { pair, signRequest } from '../support/sign-request.ts';
import { signedToken } from '../support/signed-token.ts';

// What is signed are the bytes that were sent, wherever an application has its body parsers.
const LIMIT = 2000;
const keepBytes = (req: object, _res: unknown, bytes: Buffer) => void Object.assign(req, { rawBody: bytes });

const mountings: Record<string, { before: RequestHandler[]; after?: RequestHandler[]; bytes: boolean }> = {
  'the guard alone': { before: [], bytes: true },
  'the guard before express.json()': { before: [], after: [express.json()], bytes: true },
  'the guard after express.json() that keeps the bytes': {
    before: [express.json({ verify: keepBytes })],
    bytes: true,
  },
  'the guard after express.raw()': { before: [express.raw({ type: () => true })], bytes: true },
  'the guard after express.json()': { before: [express.json()], bytes: false },
  'the guard after a parser that leaves an object for no body': {
    before: [
      (req, _res, next) => {
        req.body = {};
        next();
      },
    ],
    bytes: false,
  },
};

const body = '{ "amount": "10.00",\n  "note": "two words" }';
const merchant = connectpay.merchant({
  directory: memoryDirectory([{ id: 'app', secrets: ['secret'], publicKeys: [pair.publicKey] }]),
  authority: 'api.connectpay.com',
});
const signature = signRequest({
  url: 'api.connectpay.com/merchant/payments',
  body: '{"amount":"10.00","note":"twowords"}',
});
const account = { id: 'site', secrets: ['secret'] };
const gateway = placetopay.notification({ account, kind: 'gateway' });
const hmac = createHmac('sha256', 'secret').update(body).digest('hex');

const cases: { what: string; verifier: Verifier; headers: Record<string, string> }[] = [
  {
    what: "ConnectPay's merchant API",
    verifier: merchant,
    headers: { authorization: basicOf('app', 'secret'), 'x-signature': signature },
  },
  { what: "Placetopay's gateway", verifier: gateway, headers: { 'x-signature': hmac } },
];

async function send(
  verifier: Verifier,
  { before, after = [] }: { before: RequestHandler[]; after?: RequestHandler[] },
  headers: Record<string, string>,
  sent: string | Uint8Array = body,
) {
  const causes: unknown[] = [];
  const app = express();
  const done: RequestHandler = (req, res) => void res.json({ amount: req.body?.amount });
  const options = { bodyLimitBytes: LIMIT, onUnavailable: (cause: unknown) => void causes.push(cause) };
  if (before.length > 0) app.use(...before);
  app.post('/merchant/payments', guard(verifier, options), ...after, done);
  await using server = await listening(app);
  const type = { 'content-type': 'application/json' };
  const answer = await received(server.open('POST', '/merchant/payments', { ...type, ...headers }), sent);
  return { ...answer, causes };
}

describe.each(cases)('$what', ({ verifier, headers }) => {
  test.each(Object.entries(mountings))('%s', async (_name, mounting) => {
    const { status, causes, body: said } = await send(verifier, mounting, headers);
    expect(status).toBe(mounting.bytes ? 200 : 503);
    expect(causes).toEqual(
      mounting.bytes ? [] : [expect.objectContaining({ message: expect.stringContaining('rawBody') })],
    );
    expect(said).not.toContain('rawBody');
    const changed = await send(verifier, mounting, headers, body.replace('10', '99'));
    expect(changed.status).toBe(mounting.bytes ? 401 : 503);
  });

  test('a body that is too large is 413, and one that is compressed is not what was signed', async () => {
    const alone = { before: [] };
    expect((await send(verifier, alone, headers, body + ' '.repeat(LIMIT))).status).toBe(413);
    const encoded = { ...headers, 'content-encoding': 'gzip' };
    expect((await send(verifier, alone, encoded, gzipSync(body))).status).toBe(401);
  });
});

test.each([
  { what: 'alone', before: [] },
  { what: 'after express.json()', before: [express.json()] },
])("Pledg's signed parameters in a body, with the guard $what", async ({ before }) => {
  const verifier = pledg.signedParameters({ directory: memoryDirectory([account]) });
  const token = signedToken({
    header: { alg: 'HS256' },
    claims: { data: { merchantUid: 'site' } },
    key: 'secret',
  });
  expect((await send(verifier, { before }, {}, JSON.stringify({ signature: token }))).status).toBe(200);
  expect((await send(verifier, { before }, {}, JSON.stringify({ merchantUid: 'site' }))).status).toBe(401);
});
