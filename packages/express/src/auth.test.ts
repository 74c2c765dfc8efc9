import { basic } from '@countersign/basic';
import { accepted, defineVerifier, firstOf, memoryDirectory, type Principal } from '@countersign/core';
import express, { type ErrorRequestHandler } from 'express';
import request from 'supertest';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { type Auth, authOf, guard } from './index.ts';

interface DevApp extends Principal {
  readonly roles: readonly string[];
}

const devApp = defineVerifier<DevApp>({
  scheme: 'dev-app',
  check: () => accepted({ account: 'app', roles: ['PSP_AI'] }),
});
const other = basic({ directory: memoryDirectory([]), realm: 'Test' });

describe('authOf', () => {
  test('gives the principal with the type of the verifier that accepted it', async () => {
    const app = express();
    app.get('/payments/:id', guard(devApp), (req, res) => {
      expectTypeOf(req.params.id).toEqualTypeOf<string>();
      expectTypeOf(req.auth).toEqualTypeOf<Auth | undefined>();
      const { scheme, principal } = authOf(req, devApp);
      expectTypeOf(scheme).toEqualTypeOf<string>();
      expectTypeOf(principal).toEqualTypeOf<DevApp>();
      expectTypeOf(principal.roles).toEqualTypeOf<readonly string[]>();
      res.json({ scheme, principal, same: principal === req.auth?.principal });
    });
    const response = await request(app).get('/payments/7');
    expect(response.body).toEqual({
      scheme: 'dev-app',
      principal: { account: 'app', roles: ['PSP_AI'] },
      same: true,
    });
  });

  test('gives one of the principals of a composition', async () => {
    const either = firstOf(other, devApp);
    const app = express();
    app.get('/', guard(either), (req, res) => {
      const { scheme, principal } = authOf(req, either);
      expectTypeOf(principal).toEqualTypeOf<Principal | DevApp>();
      res.json([scheme, principal.account]);
    });
    expect((await request(app).get('/')).body).toEqual(['first-of(basic, dev-app)', 'app']);
  });

  test.each([
    { what: 'no guard ran', mounted: [] },
    { what: 'a guard with another verifier ran', mounted: [guard(devApp)] },
  ])('throws where $what, and says what to mount', async ({ mounted }) => {
    const app = express();
    app.get('/', ...mounted, (req, res) => {
      // Whoever writes to req.auth has not verified anything.
      req.auth = { scheme: 'basic', principal: { account: 'forged' } };
      res.json(authOf(req, other));
    });
    const tell: ErrorRequestHandler = (error, _req, res, _next) => void res.status(500).end(error.message);
    app.use(tell);
    const response = await request(app).get('/');
    expect(response.status).toBe(500);
    expect(response.text).toMatch(/no guard with this basic verifier .* mount guard\(verifier\)/);
  });
});
