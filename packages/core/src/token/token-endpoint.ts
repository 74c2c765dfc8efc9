import { authorizationFor } from '../request/credential-header.ts';
import type { InboundBody } from '../request/inbound-body.ts';
import type { InboundRequest } from '../request/inbound-request.ts';
import type { Answer } from '../verdict/answer.ts';
import { type Check, type Explanation, hintOf } from '../verdict/explanation.ts';
import { publicDetailOf, refusalHeaders } from '../verdict/refusal.ts';
import { absent, type NotAccepted, type Principal, type Verdict } from '../verdict/verdict.ts';
import type { Verifier } from '../verifier/verifier.ts';
import { bodyMistake, clientMistake, grantMistake } from './token-mistakes.ts';

export interface IssuedToken {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresInSeconds: number;
}

export interface TokenIssuer {
  issue(grant: { readonly account: string; readonly scopes?: readonly string[] }): Promise<IssuedToken>;
}

export interface TokenEndpointOptions<P extends Principal = Principal> {
  /** Authenticates the client: HTTP Basic. */
  readonly clients: Verifier<P>;
  readonly issuer: TokenIssuer;
  /** Scopes that this client may have. Default: none, and asking for any is `invalid_scope`. */
  readonly scopesFor?: ((principal: P) => readonly string[]) | undefined;
}

export interface TokenAnswer<P extends Principal = Principal> {
  readonly answer: Answer;
  /** What the client authentication said, where it was asked. */
  readonly verdict?: Verdict<P>;
  /** Why no token could be issued to a client that may have one. For a log, not for the client. */
  readonly cause?: unknown;
}

/**
 * The token endpoint for client credentials (RFC 6749, sections 2.3.1, 3.2, 4.4 and 5).
 * `invalid_request`, `invalid_client`, `unsupported_grant_type`, `invalid_scope`, as section 5.2 says;
 * `Cache-Control: no-store` on every answer.
 */
export async function answerTokenRequest<P extends Principal>(
  request: InboundRequest,
  { clients, issuer, scopesFor = () => [] }: TokenEndpointOptions<P>,
  explain?: Explanation,
): Promise<TokenAnswer<P>> {
  if (request.method !== 'POST') {
    return { answer: tokenError(405, 'invalid_request', 'the token endpoint takes POST', { allow: 'POST' }) };
  }
  const verdict = await clients.verify(request, { explain });
  if (verdict.outcome !== 'accepted') {
    if (explain && verdict.outcome === 'absent') await explainClient(request, explain);
    return { answer: clientRefused(clients, verdict, request), verdict };
  }

  const body = await request.body();
  const form = formOf(body);
  if ('problem' in form) {
    explain?.push(failed('body', form.problem, bodyMistake(body, request)));
    return { answer: problemAnswer(form.problem), verdict };
  }
  const problem = grantProblem(form.parameters);
  if (problem) {
    explain?.push(failed('grant', problem, grantMistake(form.parameters)));
    return { answer: problemAnswer(problem), verdict };
  }
  explain?.push({ check: 'grant', outcome: 'passed', detail: 'client_credentials' });

  const { account } = verdict.principal;
  try {
    const allowed = scopesFor(verdict.principal);
    const wanted = scopesOf(form.parameters);
    if (!wanted.every((scope) => allowed.includes(scope))) {
      const may = allowed.length > 0 ? `this client may have ${allowed.join(', ')}` : 'leave scope out';
      explain?.push(failed('scope', scopeProblem, may));
      return { answer: problemAnswer(scopeProblem), verdict };
    }
    const scopes = wanted.length > 0 ? wanted : allowed;
    const token = await issuer.issue(scopes.length > 0 ? { account, scopes } : { account });
    return { answer: tokenIssued(token, scopes), verdict };
  } catch (cause) {
    const answer = tokenError(503, 'temporarily_unavailable', 'no token can be issued at the moment', {
      'retry-after': '1',
    });
    return { answer, verdict, cause };
  }
}

function tokenIssued(token: IssuedToken, scopes: readonly string[]): Answer {
  return tokenAnswer(200, {
    access_token: token.accessToken,
    token_type: 'Bearer',
    expires_in: token.expiresInSeconds,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  });
}

function scopesOf(parameters: URLSearchParams): string[] {
  const scopes = (parameters.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  return [...new Set(scopes)];
}

/** What is wrong with a request whose client is right. */
interface Problem {
  readonly status: 400 | 413;
  readonly error: 'invalid_request' | 'unsupported_grant_type' | 'invalid_scope';
  readonly description: string;
}

function problemOf(
  description: string,
  error: Problem['error'] = 'invalid_request',
  status: Problem['status'] = 400,
): Problem {
  return { status, error, description };
}

function problemAnswer({ status, error, description }: Problem): Answer {
  return tokenError(status, error, description);
}

const scopeProblem = problemOf('a scope that this client may not have', 'invalid_scope');

function failed(check: string, { description }: Problem, mistake: string | undefined): Check {
  return { check, outcome: 'failed', detail: description, ...hintOf(mistake) };
}

async function explainClient(request: InboundRequest, explain: Explanation): Promise<void> {
  const mistake = clientMistake(await request.body());
  if (mistake) explain.push({ check: 'client', outcome: 'failed', ...hintOf(mistake) });
}

type Form = { readonly parameters: URLSearchParams } | { readonly problem: Problem };

function formOf(body: InboundBody): Form {
  switch (body.kind) {
    case 'form':
      return { parameters: body.value };
    case 'too-large':
      return { problem: problemOf('the body is too large', 'invalid_request', 413) };
    case 'absent':
      return { problem: problemOf('grant_type is required') };
    case 'json':
    case 'unsupported':
    case 'malformed':
      return { problem: problemOf('the body must be application/x-www-form-urlencoded') };
  }
}

function grantProblem(parameters: URLSearchParams): Problem | undefined {
  const names = [...parameters.keys()];
  if (new Set(names).size !== names.length) return problemOf('a parameter is there more than once');
  // Section 2.3: not more than one authentication method in a request, and this one came with Basic.
  if (parameters.get('client_secret') || parameters.get('client_assertion')) {
    return problemOf('the client is authenticated by HTTP Basic alone');
  }
  const grantType = parameters.get('grant_type');
  // A parameter without a value counts as omitted (RFC 6749, section 3.2).
  if (!grantType) return problemOf('grant_type is required');
  if (grantType !== 'client_credentials') {
    return problemOf('grant_type must be client_credentials', 'unsupported_grant_type');
  }
  return undefined;
}

/** RFC 6749, section 5.2: 401 with a challenge, whatever kept the client from being authenticated. */
function clientRefused(clients: Verifier, verdict: NotAccepted, request: InboundRequest): Answer {
  if (verdict.outcome === 'unavailable') {
    const description = 'the client cannot be checked at the moment';
    return tokenError(503, 'temporarily_unavailable', description, refusalHeaders(verdict));
  }
  if (verdict.outcome === 'rejected' && verdict.reason === 'throttled') {
    return tokenError(429, 'invalid_client', publicDetailOf(verdict), refusalHeaders(verdict));
  }
  const sent = authorizationFor('Basic', request.headers).kind;
  const description =
    sent === 'absent' ? 'HTTP Basic client authentication is required' : publicDetailOf(verdict);
  // The challenges of an absent credential: a verifier has none for an inactive account, which is a 403 elsewhere.
  return tokenError(
    401,
    'invalid_client',
    description,
    refusalHeaders(verdict, clients.challenges?.(absent)),
  );
}

function tokenError(
  status: number,
  error: string,
  description: string,
  headers: Answer['headers'] = {},
): Answer {
  return tokenAnswer(status, { error, error_description: description }, headers);
}

function tokenAnswer(status: number, body: object, headers: Answer['headers'] = {}): Answer {
  return {
    status,
    headers: {
      ...headers,
      'content-type': 'application/json',
      'cache-control': 'no-store',
      pragma: 'no-cache',
    },
    body: JSON.stringify(body),
  };
}
