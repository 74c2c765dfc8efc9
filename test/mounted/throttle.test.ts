import { randomBytes } from 'node:crypto';
import {
  memoryDirectory,
  memoryReplayGuard,
  memoryThrottle,
  throttle,
  type Verifier,
} from '@countersign/core';
import { guard, tokenEndpoint } from '@countersign/express';
import { connectpay, placetopay, pledg, smart2pay } from '@countersign/providers';
import express from 'express';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { basicOf } from '../support/call.ts';
import { movableClock } from '../support/movable-clock.ts';
import { signAuth } from '../support/sign-auth.ts';

const seed = '2026-01-02T03:04:05Z';
const directory = memoryDirectory([
  { id: '30201', secrets: ['secret'] },
  { id: 'site', secrets: ['secret'] },
]);

function setting() {
  const clock = movableClock(seed);
  const store = memoryThrottle({ pairCapacity: 100, addressCapacity: 100, clock });
  const guarded = (verifier: Verifier) =>
    throttle(verifier, { failuresPerPair: 2, failuresPerAddress: 4, windowSeconds: 60, store });
  const replay = memoryReplayGuard({ clock, rememberedSince: 0 });
  return { clock, guarded, replay };
}

function appOf(verifier: Verifier) {
  const app = express();
  app.use(guard(verifier, { trustedProxies: ['127.0.0.1', '::1'] }), (_req, res) => {
    res.json({ ok: true });
  });
  return app;
}

/** One request: what is sent, and from which address. */
type Send = (app: ReturnType<typeof express>, secret: string, from?: string) => request.Test;

const withBasic =
  (id: string): Send =>
  (app, secret, from = '203.0.113.7') =>
    request(app).post('/').set('authorization', basicOf(id, secret)).set('x-forwarded-for', from);

let nonces = 0;
const withAuth =
  (locale?: string): Send =>
  (app, secret, from = '203.0.113.7') => {
    nonces += 1;
    const auth = signAuth({ login: 'site', secret, seed, nonce: `nonce-${nonces}` });
    return request(app).post('/').set('x-forwarded-for', from).send({ locale, auth });
  };

const date = '2026-01-02T03:04:05+00:00';
const status = (message: string) => ({ status: { status: 'FAILED', reason: 429, message, date } });

describe.each([
  {
    provider: 'Smart2Pay',
    verifierOf: () => smart2pay({ directory }),
    send: withBasic('30201'),
    contentType: 'application/json; charset=utf-8',
    body: { Message: 'Too many failed attempts.' },
  },
  {
    provider: 'ConnectPay',
    verifierOf: () => connectpay.basic({ directory }),
    send: withBasic('site'),
    contentType: 'application/problem+json',
    body: {
      type: 'about:blank',
      title: 'Too Many Requests',
      status: 429,
      detail: 'Too many failed attempts.',
      reason: 'throttled',
    },
  },
  {
    provider: 'Placetopay, in Spanish',
    verifierOf: ({ clock, replay }: ReturnType<typeof setting>) => placetopay({ directory, clock, replay }),
    send: withAuth(),
    contentType: 'application/json; charset=utf-8',
    body: status('Demasiadas peticiones'),
  },
  {
    provider: 'Placetopay, in English',
    verifierOf: ({ clock, replay }: ReturnType<typeof setting>) => placetopay({ directory, clock, replay }),
    send: withAuth('en_US'),
    contentType: 'application/json; charset=utf-8',
    body: status('Too many requests'),
  },
  {
    provider: 'Placetopay AutoPay',
    verifierOf: ({ clock, replay }: ReturnType<typeof setting>) =>
      placetopay({ directory, clock, replay, failureStatus: 400 }),
    send: withAuth(),
    contentType: 'application/json; charset=utf-8',
    body: status('Demasiadas peticiones'),
  },
])('$provider', ({ verifierOf, send, contentType, body }) => {
  const mounted = () => {
    const all = setting();
    return { ...all, app: appOf(all.guarded(verifierOf(all))) };
  };

  test('answers 429 in its own form, with Retry-After and without a challenge', async () => {
    const { clock, app } = mounted();
    for (let i = 0; i < 2; i += 1) expect((await send(app, 'wrong')).status).not.toBe(429);
    clock.advance({ seconds: 0.5 });
    const response = await send(app, 'secret');
    expect(response.status).toBe(429);
    expect(response.headers['retry-after']).toBe('60');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers['content-type']).toBe(contentType);
    expect(response.headers['www-authenticate']).toBeUndefined();
    expect(response.body).toEqual(body);
  });

  test('answers as ever from another address behind the proxy, and from this one after the window', async () => {
    const { clock, app } = mounted();
    for (let i = 0; i < 4; i += 1) await send(app, 'wrong');
    expect((await send(app, 'secret', '203.0.113.8')).status).toBe(200);
    clock.advance({ seconds: 59 });
    expect((await send(app, 'secret')).status).toBe(429);
    clock.advance({ seconds: 1 });
    expect((await send(app, 'secret')).status).toBe(200);
  });
});

describe('a token endpoint', () => {
  function endpoint() {
    const { clock, guarded } = setting();
    const clients = guarded(pledg.tokenClients({ directory }));
    const issuer = pledg.tokenIssuer({ clock, key: randomBytes(32) });
    const app = express();
    app.all('/token', tokenEndpoint({ clients, issuer, trustedProxies: ['127.0.0.1', '::1'] }));
    const ask = (secret: string, from = '203.0.113.7') =>
      request(app)
        .post('/token')
        .set('authorization', basicOf('site', secret))
        .set('x-forwarded-for', from)
        .type('form')
        .send({ grant_type: 'client_credentials' });
    return { clock, ask };
  }

  test('answers 429 in the form of RFC 6749, with Retry-After', async () => {
    const { ask } = endpoint();
    for (let i = 0; i < 2; i += 1) expect((await ask('wrong')).status).toBe(401);
    const response = await ask('secret');
    expect(response.status).toBe(429);
    expect(response.headers['retry-after']).toBe('60');
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.body).toEqual({
      error: 'invalid_client',
      error_description: 'Too many failed attempts.',
    });
    expect((await ask('secret', '203.0.113.8')).status).toBe(200);
  });
});

test('an address that a proxy makes up does not get around it', async () => {
  const { guarded } = setting();
  const app = express();
  app.use(guard(guarded(smart2pay({ directory }))), (_req, res) => void res.json({}));
  const send = withBasic('30201');
  const statuses: number[] = [];
  for (let i = 0; i < 4; i += 1) statuses.push((await send(app, 'wrong', `203.0.113.${i}`)).status);
  expect(statuses).toEqual([401, 401, 429, 429]);
});
