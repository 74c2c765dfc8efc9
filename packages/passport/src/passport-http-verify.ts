import {
  type NodeRequest,
  type Principal,
  type RequestReaderOptions,
  requestReader,
  type Verifier,
} from '@countersign/core';
import { UnavailableError } from './unavailable-error.ts';
import { checkVerifier } from './verifier-strategy.ts';

/** The verify callback of passport-http's `BasicStrategy` with `{ passReqToCallback: true }`. */
export type PassportHttpVerify<P extends Principal> = (
  req: NodeRequest,
  userid: string,
  password: string,
  done: (error: unknown, user?: P | false) => void,
) => void;

/**
 * For an application that has passport-http mounted and keeps it: verifies from the raw header, by the
 * verifier, and uses nothing of what passport-http made of it (which cuts a secret at its second colon, and
 * takes any scheme name that contains "basic").
 *
 * ```ts
 * passport.use(new BasicStrategy({ realm: 'Payments', passReqToCallback: true }, passportHttpVerify(verifier)));
 * ```
 *
 * passport-http answers by itself what it cannot parse, and every rejection with 401 and its own challenge.
 * A verifier that cannot answer is an {@link UnavailableError}, with status 503.
 *
 * @throws TypeError when the verifier or an option is unusable.
 */
export function passportHttpVerify<P extends Principal>(
  verifier: Verifier<P>,
  options: RequestReaderOptions = {},
): PassportHttpVerify<P> {
  checkVerifier(verifier);
  const read = requestReader(options);

  return (req, _userid, password, done) => {
    // Without the option passport-http calls back with (userid, password, done).
    if (typeof req === 'string') return failWithoutRequest(password);
    verifier
      .verify(read(req))
      .then((verdict) => {
        if (verdict.outcome === 'unavailable') return done(new UnavailableError(verdict));
        done(null, verdict.outcome === 'accepted' && verdict.principal);
      })
      .catch((error: unknown) => done(error));
  };
}

function failWithoutRequest(done: unknown): void {
  const error = new TypeError('passportHttpVerify needs BasicStrategy with { passReqToCallback: true }');
  if (typeof done !== 'function') throw error;
  done(error);
}
