import type { Principal, Verifier } from '@countersign/core';

/** What `guard` leaves on a request that it let through. */
export interface Auth<P extends Principal = Principal> {
  /** The scheme of the verifier that accepted the request. */
  readonly scheme: string;
  readonly principal: P;
}

declare global {
  namespace Express {
    interface Request {
      /** Who was verified, by the last `guard` that ran. `authOf` gives it with the principal's own type. */
      auth?: Auth;
    }
  }
}

/** What one verifier accepted, and what others did before it. */
interface Accepted {
  readonly verifier: Verifier;
  readonly auth: Auth;
  readonly before: Accepted | undefined;
}

// Beside `req.auth`, which any middleware can write to: what a verifier accepted is asked for by the verifier. On the
// request itself: a WeakMap with an entry a request costs the garbage collector more than a verification costs.
const accepted = Symbol('accepted by countersign');

interface Remembering extends Express.Request {
  [accepted]?: Accepted;
}

export function rememberAuth(req: Remembering, verifier: Verifier, principal: Principal): void {
  const auth: Auth = { scheme: verifier.scheme, principal };
  req[accepted] = { verifier, auth, before: req[accepted] };
  req.auth = auth;
}

export function wasAccepted(req: Express.Request, verifier: Verifier): boolean {
  return acceptedBy(req, verifier) !== undefined;
}

function acceptedBy(req: Remembering, verifier: Verifier): Auth | undefined {
  let one = req[accepted];
  while (one && one.verifier !== verifier) one = one.before;
  return one?.auth;
}

/**
 * Who this verifier accepted on this request, with the principal's own type.
 *
 * @param verifier the one that was given to `guard`, itself
 * @throws Error where no `guard` with this verifier let the request through: the route is not guarded by it.
 */
export function authOf<P extends Principal>(req: Express.Request, verifier: Verifier<P>): Auth<P> {
  const auth = acceptedBy(req, verifier);
  if (!auth) {
    throw new Error(
      `no guard with this ${verifier.scheme} verifier let this request through; mount guard(verifier) before the handler`,
    );
  }
  // Kept under the verifier that made it.
  return auth as Auth<P>;
}
