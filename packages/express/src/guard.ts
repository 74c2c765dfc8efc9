import type { Verifier } from '@countersign/core';
import type { NextFunction, Request, Response } from 'express';
import { admission, type GuardOptions } from './admission.ts';
import { rememberAuth } from './auth.ts';

/** A request handler that leaves the types of a route's parameters to the route. */
export type Guard = <Params>(req: Request<Params>, res: Response, next: NextFunction) => Promise<void>;

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
export function guard(verifier: Verifier, options: GuardOptions = {}): Guard {
  const admit = admission(verifier, options);

  return async function guard<Params>(request: Request<Params>, res: Response, next: NextFunction) {
    const req = request as unknown as Request;
    const principal = await admit(req, res);
    if (!principal) return;
    rememberAuth(req, verifier, principal);
    next();
  };
}
