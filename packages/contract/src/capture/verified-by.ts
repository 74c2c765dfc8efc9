import {
  type Answer,
  answerTokenRequest,
  type Check,
  type Principal,
  refusalOf,
  type TokenEndpointOptions,
  type Verifier,
} from '@countersign/core';
import type { Arrival, Received } from './capture-provider.ts';

/** Asks a verifier, and answers what it says: its own refusal, or what the provider has for who is accepted. */
export async function verifiedBy<P extends Principal>(
  verifier: Verifier<P>,
  { request, explanation }: Arrival,
  accepted: (principal: P) => Answer | Promise<Answer>,
  wrong: readonly Check[] = [],
): Promise<Received> {
  const verdict = await verifier.verify(request, { explain: explanation });
  const answer =
    verdict.outcome === 'accepted'
      ? await accepted(verdict.principal)
      : refusalOf(verifier, verdict, request);
  return { verifier, verdict, answer, wrong };
}

/** A token endpoint. The token that it issues is told to `issued`. */
export async function tokenRequest<P extends Principal>(
  { request, explanation }: Arrival,
  options: TokenEndpointOptions<P>,
  issued: (token: string) => void,
): Promise<Received> {
  const { answer, verdict } = await answerTokenRequest(request, options, explanation);
  const { access_token: token, error_description: problem } = JSON.parse(answer.body) as Record<
    string,
    unknown
  >;
  if (typeof token === 'string') issued(token);
  const refused = answer.status >= 400 && (verdict === undefined || verdict.outcome === 'accepted');
  const wrong: Check[] = refused
    ? [{ check: 'token request', outcome: 'failed', detail: String(problem) }]
    : [];
  return { verifier: options.clients, verdict, answer, wrong };
}
