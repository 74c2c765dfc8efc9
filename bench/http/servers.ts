import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { basic } from '@countersign/basic';
import { bearer, memoryRevocationList } from '@countersign/bearer';
import { hashSecret, memoryDirectory } from '@countersign/core';
import { guard } from '@countersign/express';
import { BasicStrategy, BearerStrategy } from '@countersign/passport';
import type { RequestHandler } from 'express';
import { expressjwt } from 'express-jwt';
import { Passport, type Strategy } from 'passport';
import { BasicStrategy as PassportHttp } from 'passport-http';
import { digests } from '../by-hand.ts';

export const ID = 'site';
export const SECRET = 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy';
export const TOKEN_SECRET = 'a secret of at least thirty-two bytes';
export const ISSUER = 'https://bench.example.com';

/** What stands before the handler. */
export const servers: Readonly<Record<string, () => Promise<RequestHandler>>> = {
  bare: async () => (_request, _response, next) => next(),
  'Basic by hand': async () => byHand,
  'Basic by passport-http, ===': async () =>
    passport(
      new PassportHttp((id, secret, done) => done(null, id === ID && secret === SECRET ? { id } : false)),
    ),
  'Basic by passport-http, SHA-256': async () =>
    passport(new PassportHttp((id, secret, done) => done(null, isRight(id, secret) ? { id } : false))),
  'Basic by ours, guard': async () => guard(await ours()),
  'Basic by ours, Passport': async () => passport(new BasicStrategy(await ours())),
  'Bearer by hand': async () => tokenByHand,
  'Bearer by express-jwt': async () =>
    expressjwt({ secret: TOKEN_SECRET, algorithms: ['HS256'], issuer: ISSUER }),
  'Bearer by ours, guard': async () => guard(tokens()),
  'Bearer by ours, Passport': async () => passport(new BearerStrategy(tokens())),
};

const digest = digests.byWayOfText(SECRET);

/** Of an account whose secret is kept as its SHA-256, as ours is. */
function isRight(id: string, secret: string): boolean {
  return id === ID && timingSafeEqual(digests.byWayOfText(secret), digest);
}

/** As it is written by who knows what there is to be done. */
const byHand: RequestHandler = (request, response, next) => {
  const { authorization = '' } = request.headers;
  const pair = Buffer.from(authorization.slice('Basic '.length), 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (/^basic /i.test(authorization) && isRight(pair.slice(0, colon), pair.slice(colon + 1))) return next();
  response.set('www-authenticate', 'Basic realm="Bench"').sendStatus(401);
};

const key = createSecretKey(TOKEN_SECRET, 'utf8');

/** Verified each time, as most do it: nothing is remembered, nothing was revoked. */
const tokenByHand: RequestHandler = (request, response, next) => {
  const token = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const [header = '', payload = '', signature = ''] = token.split('.');
  const right = createHmac('sha256', key).update(`${header}.${payload}`).digest();
  const sent = Buffer.from(signature, 'base64url');
  if (sent.length === right.length && timingSafeEqual(sent, right)) {
    const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: unknown };
    const { iss, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    if (alg === 'HS256' && iss === ISSUER && Number(exp) * 1000 > Date.now()) return next();
  }
  response.set('www-authenticate', 'Bearer').sendStatus(401);
};

async function ours() {
  const secrets = [await hashSecret(SECRET, { algorithm: 'sha256' })];
  return basic({ directory: memoryDirectory([{ id: ID, secrets }]), realm: 'Bench' });
}

function tokens() {
  return bearer({
    keys: [{ key: TOKEN_SECRET }],
    algorithms: ['HS256'],
    issuer: ISSUER,
    maxLifetimeSeconds: 3600,
    revocations: memoryRevocationList(),
  });
}

function passport(strategy: Strategy): RequestHandler {
  return new Passport().use('bench', strategy).authenticate('bench', { session: false });
}
