import { apiKeyHeader, basic } from '@countersign/basic';
import { bearer, tokenIssuer } from '@countersign/bearer';
import { accepted, defineVerifier, memoryDirectory, memoryReplayGuard } from '@countersign/core';
import { usernameToken } from '@countersign/username-token';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { Passport, type Strategy } from 'passport';

/** When the username tokens of these tests are made. */
export const seed = '2026-01-02T03:04:05Z';
const clock = () => Date.parse(seed);
export const directory = memoryDirectory([
  { id: 'site', secrets: ['se:cr:et'] },
  { id: 'closed', secrets: ['se:cr:et'], status: 'inactive' },
  { id: 'near', secrets: ['se:cr:et'], addresses: ['203.0.113.0/24'] },
]);
const key = 'a key of thirty-two bytes or more';
export const tokens = tokenIssuer({ key, algorithm: 'HS256', lifetimeSeconds: 600, clock });
export const pair = (text: string) => Buffer.from(text).toString('base64');

export const siteBasic = basic({ directory, realm: 'Sites' });
export const siteKey = apiKeyHeader({ directory, header: 'x-api-key', realm: 'Keys' });
export const siteBearer = bearer({
  keys: [{ key }],
  algorithms: ['HS256'],
  maxLifetimeSeconds: 600,
  realm: 'Tokens',
  scopes: ['pay'],
  clock,
});
export const siteToken = usernameToken({
  directory,
  replay: memoryReplayGuard({ clock, rememberedSince: 0 }),
  realm: 'Digests',
  clock,
});
// Stands in for client-certificate, which needs TLS: plain HTTP has no certificate.
export const noCertificate = defineVerifier({
  scheme: 'client-certificate',
  check: ({ transport }) =>
    transport.clientCertificate ? accepted({ account: 'app' }) : { outcome: 'absent' },
});

interface ReportedError {
  readonly status?: number;
  readonly cause?: unknown;
  readonly retryAfter?: number;
}

/** An application that authenticates by these strategies, and the errors that reached its error handler. */
export function authenticated(strategies: readonly Strategy[]): { app: Express; errors: ReportedError[] } {
  const passport = new Passport();
  for (const strategy of strategies) passport.use(strategy);
  const names = strategies.map(({ name }) => String(name));
  const errors: ReportedError[] = [];
  const app = express();
  app.use(passport.authenticate(names, { session: false }), (req, res) => void res.json(req.user));
  const collect: ErrorRequestHandler = (error, _req, _res, next) => {
    errors.push(error);
    next(error);
  };
  return { app: app.use(collect), errors };
}
