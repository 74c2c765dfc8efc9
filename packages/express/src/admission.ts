import {
  checkOptionTypes,
  type Explanation,
  type InboundBody,
  type InboundRequest,
  type Principal,
  type RequestReaderOptions,
  refusalOf,
  requestReader,
  sendAnswer,
  type Verdict,
  type Verifier,
} from '@countersign/core';
import type { Request, Response } from 'express';

/** One verification, whole, for people: an inspector page, a developer's test. */
export interface Observation {
  readonly request: InboundRequest;
  readonly verdict: Verdict;
  readonly explanation: Explanation;
}

export interface GuardOptions extends RequestReaderOptions {
  /** Given every verdict with the checks behind it. Makes explanations, which cost time: not for production. */
  readonly observe?: ((observation: Observation, req: Request) => void) | undefined;
  /** Given the cause of every 503, for a log: the client is not told of it. */
  readonly onUnavailable?: ((cause: unknown, req: Request) => void) | undefined;
}

/**
 * Gives who was accepted, or `undefined` where the request was answered with the verifier's refusal.
 *
 * @param body what to take for the request's body, where that is known already
 */
export type Admission = (req: Request, res: Response, body?: InboundBody) => Promise<Principal | undefined>;

/** @throws TypeError when the verifier or an option is unusable. */
export function admission(verifier: Verifier, options: GuardOptions): Admission {
  checkVerifier(verifier, 'verifier');
  checkOptionTypes(options, { observe: 'function', onUnavailable: 'function' });
  const read = requestReader(options);
  const { observe, onUnavailable } = options;

  return async (req, res, body) => {
    const request = read(req, body);
    const explanation: Explanation | undefined = observe && [];
    const verdict = await verifier.verify(request, { explain: explanation });
    if (explanation) observe?.({ request, verdict, explanation }, req);

    if (verdict.outcome === 'accepted') return verdict.principal;
    if (verdict.outcome === 'unavailable') onUnavailable?.(verdict.cause, req);
    sendAnswer(res, refusalOf(verifier, verdict, request));
    return undefined;
  };
}

export function checkVerifier(verifier: Verifier, option: string): void {
  if (typeof verifier?.verify !== 'function') {
    throw new TypeError(`${option} must have verify(request), such as basic({ directory, realm })`);
  }
}
