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

// Beside `req.auth`, which any middleware can write to: what a verifier accepted is asked for by the verifier.
const accepted = new WeakMap<object, Map<Verifier, Auth>>();

export function rememberAuth(req: Express.Request, verifier: Verifier, principal: Principal): void {
  const auth: Auth = { scheme: verifier.scheme, principal };
  accepted.set(req, (accepted.get(req) ?? new Map()).set(verifier, auth));
  req.auth = auth;
}

export function wasAccepted(req: Express.Request, verifier: Verifier): boolean {
  return accepted.get(req)?.has(verifier) ?? false;
}

/**
 * Who this verifier accepted on this request, with the principal's own type.
 *
 * @param verifier the one that was given to `guard`, itself
 * @throws Error where no `guard` with this verifier let the request through: the route is not guarded by it.
 */
export function authOf<P extends Principal>(req: Express.Request, verifier: Verifier<P>): Auth<P> {
  const auth = accepted.get(req)?.get(verifier);
  if (!auth) {
    throw new Error(
      `no guard with this ${verifier.scheme} verifier let this request through; mount guard(verifier) before the handler`,
    );
  }
  // Kept under the verifier that made it.
  return auth as Auth<P>;
}
