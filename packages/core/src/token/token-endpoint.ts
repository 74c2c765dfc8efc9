import { authorizationFor } from '../request/credential-header.ts';
import type { InboundRequest } from '../request/inbound-request.ts';
import type { Answer } from '../verdict/answer.ts';
import type { Explanation } from '../verdict/explanation.ts';
import { publicDetailOf, refusalHeaders } from '../verdict/refusal.ts';
import { absent, type NotAccepted, type Principal, type Verdict } from '../verdict/verdict.ts';
import type { Verifier } from '../verifier/verifier.ts';

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
  if (verdict.outcome !== 'accepted') return { answer: clientRefused(clients, verdict, request), verdict };

  const form = await formOf(request);
  if ('error' in form) return { answer: form.error, verdict };
  const problem = grantProblem(form.parameters);
  explain?.push({
    check: 'grant',
    outcome: problem ? 'failed' : 'passed',
    detail: problem?.body ?? 'client_credentials',
  });
  if (problem) return { answer: problem, verdict };

  const { account } = verdict.principal;
  try {
    const allowed = scopesFor(verdict.principal);
    const wanted = scopesOf(form.parameters);
    if (!wanted.every((scope) => allowed.includes(scope))) {
      return { answer: tokenError(400, 'invalid_scope', 'a scope that this client may not have'), verdict };
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

type Form = { readonly parameters: URLSearchParams } | { readonly error: Answer };

async function formOf(request: InboundRequest): Promise<Form> {
  const body = await request.body();
  switch (body.kind) {
    case 'form':
      return { parameters: body.value };
    case 'too-large':
      return { error: tokenError(413, 'invalid_request', 'the body is too large') };
    case 'absent':
      return { error: tokenError(400, 'invalid_request', 'grant_type is required') };
    case 'json':
    case 'unsupported':
    case 'malformed':
      return {
        error: tokenError(400, 'invalid_request', 'the body must be application/x-www-form-urlencoded'),
      };
  }
}

function grantProblem(parameters: URLSearchParams): Answer | undefined {
  const names = [...parameters.keys()];
  if (new Set(names).size !== names.length) {
    return tokenError(400, 'invalid_request', 'a parameter is there more than once');
  }
  // Section 2.3: not more than one authentication method in a request, and this one came with Basic.
  if (parameters.get('client_secret') || parameters.get('client_assertion')) {
    return tokenError(400, 'invalid_request', 'the client is authenticated by HTTP Basic alone');
  }
  const grantType = parameters.get('grant_type');
  // A parameter without a value counts as omitted (RFC 6749, section 3.2).
  if (!grantType) return tokenError(400, 'invalid_request', 'grant_type is required');
  if (grantType !== 'client_credentials') {
    return tokenError(400, 'unsupported_grant_type', 'grant_type must be client_credentials');
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
