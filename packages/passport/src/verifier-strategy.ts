import {
  type Absent,
  type InboundRequest,
  type NodeRequest,
  type Rejected,
  type RequestReaderOptions,
  refusalOf,
  requestReader,
  type Verdict,
  type Verifier,
} from '@countersign/core';
import passport from 'passport';
import { rememberFailure } from './refusal-errors.ts';
import { UnavailableError } from './unavailable-error.ts';

/**
 * A Passport strategy of a verifier. `success` with the principal, which becomes `req.user`; `fail` with the
 * challenges and the status of the refusal; `error` with an {@link UnavailableError} where the credentials
 * cannot be checked. Keeps no session: authenticate with `{ session: false }`.
 *
 * Passport writes its own body (`Unauthorized`), sends challenges with a 401 only, and no `Retry-After`. With
 * `failWithError: true` and `refusalErrors()` the verifier's refusal is sent instead. Passport tries the next
 * of several strategies after one that failed, whatever the reason: where a rejected credential must not be
 * followed by another, use one strategy of `firstOf` or `allOf`.
 */
export class VerifierStrategy extends passport.Strategy {
  override readonly name: string;
  private readonly verifier: Verifier;
  private readonly read: (request: NodeRequest) => InboundRequest;

  /** @throws TypeError when the verifier, the name or an option is unusable. */
  constructor(verifier: Verifier, name: string, options: RequestReaderOptions = {}) {
    super();
    checkVerifier(verifier);
    if (typeof name !== 'string' || name === '')
      throw new TypeError('name must be a string that is not empty');
    this.name = name;
    this.verifier = verifier;
    this.read = requestReader(options);
  }

  override authenticate(req: NodeRequest): void {
    const request = this.read(req);
    this.verifier
      .verify(request)
      .then((verdict) => this.settle(verdict, request, req))
      .catch((error: unknown) => this.error(error));
  }

  private settle(verdict: Verdict, request: InboundRequest, req: NodeRequest): void {
    if (verdict.outcome === 'accepted') {
      this.success(verdict.principal);
      return;
    }
    rememberFailure(req, { verifier: this.verifier, verdict, request });
    if (verdict.outcome === 'unavailable') this.error(new UnavailableError(verdict));
    else this.refuse(verdict, request);
  }

  private refuse(verdict: Absent | Rejected, request: InboundRequest): void {
    const { verifier } = this;
    // One string is all that Passport takes of a strategy, and a list of challenges is one field value
    // (RFC 9110, section 11.6.1).
    const challenges = verifier.challenges?.(verdict).join(', ');
    const { status } = refusalOf(verifier, verdict, request);
    // Of several strategies Passport answers with the first status that it is given. An absent credential gives
    // none, and 401 is what Passport then says by itself: so the status of one that was rejected is not lost.
    const decisive = verdict.outcome === 'absent' && status === 401 ? undefined : status;
    if (challenges) this.fail(challenges, decisive);
    else this.fail(decisive);
  }
}

/**
 * A strategy for any verifier, a provider's or a composition included.
 *
 * @param name what `passport.authenticate` calls it. Default: the verifier's scheme.
 * @throws TypeError when the verifier, the name or an option is unusable.
 */
export function verifierStrategy(
  verifier: Verifier,
  name?: string,
  options?: RequestReaderOptions,
): VerifierStrategy {
  checkVerifier(verifier);
  return new VerifierStrategy(verifier, name ?? verifier.scheme, options);
}

export function checkVerifier(verifier: Verifier): void {
  if (typeof verifier?.verify !== 'function') {
    throw new TypeError('verifier must have verify(request), such as basic({ directory, realm })');
  }
}
