import type { InboundBody, Verifier } from '@countersign/core';
import type { ErrorRequestHandler } from 'express';
import { admission, type GuardOptions } from './admission.ts';
import { wasAccepted } from './auth.ts';

/**
 * Express error-handling middleware that answers, in the verifier's own form, the bodies that a body parser
 * mounted before `guard` could not read: not JSON, too large, an unknown charset or content encoding, cut short.
 * A request whose credentials the verifier accepts all the same, and every other error, it passes on.
 *
 * Mount it beside the guard, on the application or router that the parser is mounted on. Express does not enter
 * another router with an error.
 *
 * ```ts
 * app.use(express.json());
 * app.use('/api', guard(verifier), bodyErrors(verifier), routes);
 * ```
 *
 * @param options those of the guard
 * @throws TypeError when an option is unusable.
 */
export function bodyErrors(verifier: Verifier, options: GuardOptions = {}): ErrorRequestHandler {
  const admit = admission(verifier, options);

  return async function bodyErrors(error: unknown, req, res, next) {
    const kind = unreadKind(error);
    if (!kind || res.headersSent || wasAccepted(req, verifier)) return next(error);
    // Credentials beside the body may be good: that the body is not, is then for the application to say.
    if (await admit(req, res, { kind })) next(error);
  };
}

type UnreadKind = Extract<InboundBody['kind'], 'malformed' | 'too-large' | 'unsupported'>;

/**
 * The errors that a client can cause in body-parser, by their documented `type`. Those of a misplaced parser
 * (`stream.*`) and of the application's own `verify` hook (`entity.verify.failed`) are not among them.
 */
const unreadKinds: ReadonlyMap<unknown, UnreadKind> = new Map([
  ['charset.unsupported', 'unsupported'],
  ['encoding.unsupported', 'unsupported'],
  ['entity.parse.failed', 'malformed'],
  ['entity.too.large', 'too-large'],
  ['parameters.too.many', 'too-large'],
  ['querystring.parse.rangeError', 'malformed'],
  ['request.aborted', 'malformed'],
  ['request.size.invalid', 'malformed'],
]);

function unreadKind(error: unknown): UnreadKind | undefined {
  if (!(error instanceof Error)) return undefined;
  const { type, status, errno } = error as { type?: unknown; status?: unknown; errno?: unknown };
  // What zlib says of a body that is not compressed as declared has no type: body-parser adds its 400 alone.
  if (type === undefined && status === 400 && errno !== undefined) return 'malformed';
  return unreadKinds.get(type);
}
