import type { Verifier } from '@countersign/core';
import type { RequestHandler } from 'express';
import { admission, type GuardOptions } from './admission.ts';
import { rememberAuth } from './auth.ts';

/**
 * Express 5 middleware that lets through what the verifier accepts, with `req.auth = { scheme, principal }`.
 * Anything else it answers itself, in the verifier's own form; a 503 carries `Retry-After`.
 *
 * A verifier that needs the body reads what `express.json()`, `express.urlencoded()` or `express.raw()` left
 * on the request. Without a parser it reads the stream, up to `bodyLimitBytes`, and leaves `req.body` as
 * those parsers would and the bytes in `req.rawBody`; a parser mounted later passes the request on as it is.
 * A parser mounted before answers by itself the bodies that it cannot read, unless `bodyErrors` is mounted too.
 *
 * @throws TypeError when an option is unusable.
 */
export function guard(verifier: Verifier, options: GuardOptions = {}): RequestHandler {
  const admit = admission(verifier, options);

  return async function guard(req, res, next) {
    const principal = await admit(req, res);
    if (!principal) return;
    rememberAuth(req, verifier, principal);
    next();
  };
}
