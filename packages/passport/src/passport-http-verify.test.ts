import { basic } from '@countersign/basic';
import { defineVerifier, memoryDirectory, unavailable, type Verifier } from '@countersign/core';
import express, { type ErrorRequestHandler } from 'express';
import { Passport, type Strategy } from 'passport';
import { BasicStrategy as PassportHttpBasic } from 'passport-http';
import request from 'supertest';
import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import { BasicStrategy, passportHttpVerify } from './index.ts';

const SECRET = 'fi:rst:last';
const secrets = new Map([
  ['site', SECRET],
  ['short', 'fi'],
  ['closed', 'fi'],
]);
const verifier = basic({
  directory: memoryDirectory([
    { id: 'site', secrets: [SECRET] },
    { id: 'short', secrets: ['fi'] },
    { id: 'closed', secrets: ['fi'], status: 'inactive' },
  ]),
  realm: 'Sites',
});

/** passport-http as it is documented: the application compares what it is given. */
const passportHttpAlone = () =>
  new PassportHttpBasic((userid, password, done) =>
    done(null, secrets.get(userid) === password ? { account: userid } : false),
  );
const bridged = (by: Verifier = verifier) =>
  new PassportHttpBasic({ realm: 'Sites', passReqToCallback: true }, passportHttpVerify(by));
const ours = () => new BasicStrategy(verifier);

function mounted(strategy: Strategy) {
  const passport = new Passport().use('basic', strategy);
  const errors: Error[] = [];
  const app = express();
  app.use(passport.authenticate('basic', { session: false }), (req, res) => void res.json(req.user));
  const collect: ErrorRequestHandler = (error, _req, _res, next) => {
    errors.push(error);
    next(error);
  };
  return { app: app.use(collect), errors };
}

const statusOf = async (strategy: Strategy, authorization: string) =>
  (await request(mounted(strategy).app).get('/').set('authorization', authorization)).status;

const credentials = (text: string, scheme = 'Basic') => `${scheme} ${Buffer.from(text).toString('base64')}`;

describe('what passport-http gets wrong by itself, with the bridge, and by the strategy', () => {
  test.each([
    { what: 'a secret with colons', header: credentials(`site:${SECRET}`), alone: 401, right: 200 },
    {
      what: 'a secret with something after a colon',
      header: credentials('short:fi:more'),
      alone: 200,
      right: 401,
    },
    {
      what: 'a scheme that ends in Basic',
      header: credentials('short:fi', 'NotBasic'),
      alone: 200,
      right: 401,
    },
    {
      what: 'a scheme that starts with Basic',
      header: credentials('short:fi', 'Basics'),
      alone: 200,
      right: 401,
    },
    { what: 'more after the credentials', header: `${credentials('short:fi')} more`, alone: 200, right: 401 },
    { what: 'the URL-safe alphabet', header: 'Basic c2hvcnQ6Zmk', alone: 200, right: 401 },
    { what: 'an inactive account', header: credentials('closed:fi'), alone: 200, right: 401, ours: 403 },
    { what: 'the right credentials', header: credentials('short:fi'), alone: 200, right: 200 },
    {
      what: 'the right credentials, in lower case',
      header: credentials('short:fi', 'basic'),
      alone: 200,
      right: 200,
    },
    { what: 'the wrong credentials', header: credentials('short:if'), alone: 401, right: 401 },
  ])('$what: $alone, $right', async ({ header, alone, right, ours: byStrategy = right }) => {
    expect(await statusOf(passportHttpAlone(), header)).toBe(alone);
    expect(await statusOf(bridged(), header)).toBe(right);
    expect(await statusOf(ours(), header)).toBe(byStrategy);
  });
});

describe('the bridge', () => {
  test('makes the principal of the verifier req.user', async () => {
    const response = await request(mounted(bridged()).app).get('/').auth('site', SECRET);
    expect(response.body).toEqual({ account: 'site' });
  });

  test('leaves the challenge to passport-http', async () => {
    const response = await request(mounted(bridged()).app).get('/').auth('site', 'wrong');
    expect([response.status, response.headers['www-authenticate']]).toEqual([401, 'Basic realm="Sites"']);
  });

  test('hands on an outage as an error with 503', async () => {
    const cause = new Error('connection to directory.internal refused');
    const { app, errors } = mounted(
      bridged(defineVerifier({ scheme: 'basic', check: () => unavailable(cause, 4) })),
    );
    const response = await request(app).get('/').auth('site', SECRET);
    expect([response.status, response.headers['retry-after']]).toEqual([503, '4']);
    expect(response.text).not.toContain('directory.internal');
    expect(errors.map((error) => error.cause)).toEqual([cause]);
  });

  test('hands on what a broken verifier throws', async () => {
    const thrown = new Error('a bug');
    const { app, errors } = mounted(bridged({ scheme: 'basic', verify: () => Promise.reject(thrown) }));
    expect((await request(app).get('/').auth('site', SECRET)).status).toBe(500);
    expect(errors).toEqual([thrown]);
  });

  test('without passReqToCallback fails, saying what is missing, and verifies nothing', async () => {
    const verify = vi.spyOn(verifier, 'verify');
    // @ts-expect-error What types refuse, JavaScript may still mount.
    const { app, errors } = mounted(new PassportHttpBasic(passportHttpVerify(verifier)));
    expect((await request(app).get('/').auth('site', SECRET)).status).toBe(500);
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining('passReqToCallback: true'),
    ]);
    expect(verify).not.toHaveBeenCalled();
    verify.mockRestore();
  });

  test('has the type of the principal', () => {
    const typed: Verifier<{ account: string; plan: 'gold' }> = {
      ...verifier,
      verify: () => Promise.reject(),
    };
    type Done = Parameters<ReturnType<typeof passportHttpVerify<{ account: string; plan: 'gold' }>>>[3];
    expectTypeOf(passportHttpVerify(typed)).parameter(3).toEqualTypeOf<Done>();
    expectTypeOf<Parameters<Done>[1]>().toEqualTypeOf<
      { account: string; plan: 'gold' } | false | undefined
    >();
  });

  test.each([
    { make: () => passportHttpVerify({} as never), message: /verifier must have verify/ },
    { make: () => passportHttpVerify(verifier, { trustedProxies: ['x'] }), message: /trustedProxies/ },
  ])('says what is wrong: $message', ({ make, message }) => expect(make).toThrow(message));
});
