import { CaseFailed, type ContractCase } from '../../contract-case.ts';
import { told } from '../../dialect.ts';
import type { Answer, Header, OutboundRequest } from '../../request.ts';
import { encodedPair, type Pair } from '../../sign/pair.ts';

/** What the cases of a token endpoint need to know. */
export interface TokenEndpointSubject {
  /** Such as `/api/token`. */
  readonly path: string;
  readonly client: Pair;
  /** One that is known and not active. */
  readonly inactiveClient?: Pair | undefined;
  /** Such as 600; absent where it is the server's to choose. */
  readonly lifetimeSeconds?: number | undefined;
}

export type TokenEndpointCase = ContractCase<TokenEndpointSubject>;

/** The errors of RFC 6749, section 5.2, that client credentials can meet with. */
export type TokenError = 'invalid_request' | 'invalid_client' | 'unsupported_grant_type' | 'invalid_scope';

export interface TokenRequestParts {
  readonly method?: string;
  readonly query?: string;
  /** Default the client's own, raw; `null` for none. */
  readonly authorization?: string | null;
  readonly contentType?: string;
  /** Default `grant_type=client_credentials`. */
  readonly body?: string;
}

/** The right request for a token, but for the parts that are named. */
export function tokenRequest(subject: TokenEndpointSubject, but: TokenRequestParts = {}): OutboundRequest {
  const authorization =
    but.authorization === undefined ? `Basic ${encodedPair(subject.client)}` : but.authorization;
  const headers: Header[] = [['Content-Type', but.contentType ?? 'application/x-www-form-urlencoded']];
  return {
    method: but.method ?? 'POST',
    path: subject.path + (but.query ?? ''),
    headers: authorization === null ? headers : [['Authorization', authorization], ...headers],
    body: but.body ?? 'grant_type=client_credentials',
  };
}

/**
 * What came with a token.
 * @throws CaseFailed where there is none
 */
export function mustIssue(answer: Answer, what = 'it'): Record<string, unknown> {
  const { status, json } = answer;
  const body = typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  if (status >= 200 && status < 300 && typeof body.access_token === 'string' && body.access_token !== '') {
    return body;
  }
  throw new CaseFailed(`${what} must be answered with an access_token, and was answered ${told(answer)}`);
}

/**
 * For who sent no client in `Authorization`: a 401 is the server's to choose (RFC 6749, section 5.2).
 * @throws CaseFailed
 */
export function mustRefuseNobody(answer: Answer, what: string): void {
  mustRefuseWith('invalid_client', answer, what, [400, 401]);
}

/** @throws CaseFailed */
export function mustRefuseWith(
  error: TokenError,
  answer: Answer,
  what = 'it',
  statuses: readonly number[] = error === 'invalid_client' ? [401] : [400],
): void {
  const { json, status, headers } = answer;
  if (!statuses.includes(status)) {
    throw new CaseFailed(
      `${what} must be refused (${statuses.join(' or ')}), and was answered ${told(answer)}`,
    );
  }
  const said = typeof json === 'object' && json !== null && 'error' in json ? json.error : undefined;
  if (said !== error) {
    throw new CaseFailed(`${what} must be refused with "error":"${error}", and was answered ${told(answer)}`);
  }
  if (status === 401 && !headers['www-authenticate']?.some((value) => /^basic\b/i.test(value))) {
    throw new CaseFailed(`${what} must be refused with WWW-Authenticate: Basic …`);
  }
}
