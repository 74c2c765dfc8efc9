import {
  absent,
  firstOf,
  type InboundRequest,
  type NotAccepted,
  type Refusal,
  refusalOf,
  sendAnswer,
  type Verifier,
} from '@countersign/core';
import type { ErrorRequestHandler } from 'express';
import { UnavailableError } from './unavailable-error.ts';

interface Failure {
  readonly verifier: Verifier;
  readonly verdict: NotAccepted;
  readonly request: InboundRequest;
}

const failures = new WeakMap<object, Failure[]>();

export function rememberFailure(req: object, failure: Failure): void {
  const before = failures.get(req);
  if (before) before.push(failure);
  else failures.set(req, [failure]);
}

/**
 * Express error-handling middleware that answers what the strategies of this package refused with the
 * verifier's own refusal: its status, headers and body. Mount it after the routes that authenticate with
 * `{ session: false, failWithError: true }`. Every other error it passes on.
 *
 * Of several strategies the first whose credential was there and rejected is the one that answers; where none
 * was there, the first, with the challenges of all.
 */
export function refusalErrors(): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const refusal = res.headersSent ? undefined : refusalTo(error, failures.get(req) ?? []);
    if (!refusal) return next(error);
    sendAnswer(res, refusal);
  };
}

function refusalTo(error: unknown, failed: readonly Failure[]): Refusal | undefined {
  const decisive = decisiveFailure(error, failed);
  if (!decisive) return undefined;
  if (decisive.verdict.outcome !== 'absent') {
    return refusalOf(decisive.verifier, decisive.verdict, decisive.request);
  }
  return refusalOf(firstOf(...failed.map(({ verifier }) => verifier)), absent, decisive.request);
}

function decisiveFailure(error: unknown, failed: readonly Failure[]): Failure | undefined {
  // Passport stopped at it.
  if (error instanceof UnavailableError) return failed.at(-1);
  if (!isAuthenticationError(error)) return undefined;
  return failed.find(({ verdict }) => verdict.outcome !== 'absent') ?? failed[0];
}

/** What Passport makes with `failWithError`: a class that it does not export. */
function isAuthenticationError(error: unknown): boolean {
  return error instanceof Error && error.name === 'AuthenticationError';
}
