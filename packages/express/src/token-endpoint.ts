import {
  answerTokenRequest,
  checkOptionTypes,
  type Explanation,
  type Principal,
  requestReader,
  sendAnswer,
  type TokenEndpointOptions,
} from '@countersign/core';
import type { RequestHandler } from 'express';
import { checkVerifier, type GuardOptions } from './admission.ts';

export interface TokenEndpointHandlerOptions<P extends Principal = Principal>
  extends TokenEndpointOptions<P>,
    GuardOptions {}

/**
 * The token endpoint for client credentials (RFC 6749, section 4.4) as an Express 5 handler. Mount it with
 * `app.all`: it answers every method, 405 with `Allow` to what is not POST. It reads its body itself, or takes
 * what `express.urlencoded()` left; mounted before the other parsers, it answers every bad body in the RFC's form.
 *
 * `observe` is given the verdict on the client, where a client was asked for; `onUnavailable` the cause of every
 * 503, whether the client could not be checked or the token not be issued.
 *
 * @throws TypeError when an option is unusable.
 */
export function tokenEndpoint<P extends Principal>(options: TokenEndpointHandlerOptions<P>): RequestHandler {
  const { clients, issuer, scopesFor, observe, onUnavailable } = options;
  checkVerifier(clients, 'clients');
  if (typeof issuer?.issue !== 'function') {
    throw new TypeError('issuer must have issue(grant), such as tokenIssuer({ … })');
  }
  checkOptionTypes(options, { scopesFor: 'function', observe: 'function', onUnavailable: 'function' });
  const read = requestReader(options);

  return async function tokenEndpoint(req, res) {
    const request = read(req);
    const explanation: Explanation | undefined = observe && [];
    const { answer, verdict, cause } = await answerTokenRequest(
      request,
      { clients, issuer, scopesFor },
      explanation,
    );
    if (verdict && explanation) observe?.({ request, verdict, explanation }, req);
    if (answer.status === 503)
      onUnavailable?.(verdict?.outcome === 'unavailable' ? verdict.cause : cause, req);
    sendAnswer(res, answer);
  };
}
