import {
  challenge,
  checkedRealm,
  type NotAccepted,
  problemDetails,
  publicDetailOf,
  type Refusal,
  refusalHeaders,
  statusOf,
} from '@countersign/core';

export interface BearerRefusal {
  challenges(verdict: NotAccepted): readonly string[];
  refuse(verdict: NotAccepted): Refusal;
}

// Without quotes, which RFC 6750, section 3, does not allow in an error_description.
const malformedDetail = 'Authorization must be sent once: Bearer, a space, and the token.';

/**
 * How a bearer token is refused (RFC 6750, section 3.1): 400 `invalid_request`, 401 `invalid_token`, 403
 * `insufficient_scope`, each in the challenge; without a token, the challenge alone. Else problem details.
 *
 * @throws TypeError when the realm, or a scope, cannot be sent in a header.
 */
export function bearerRefusal(realmName: string, scopes: readonly string[]): BearerRefusal {
  const realm = checkedRealm(realmName);
  const scope = scopes.join(' ');

  function challenges(verdict: NotAccepted): readonly string[] {
    if (verdict.outcome === 'absent') return [challenge('Bearer', { realm })];
    if (verdict.outcome === 'unavailable') return [];
    const told = (error: string, error_description = publicDetailOf(verdict)) => ({
      realm,
      error,
      error_description,
    });
    if (verdict.reason === 'credentials-malformed') {
      return [challenge('Bearer', told('invalid_request', malformedDetail))];
    }
    if (verdict.reason === 'scope-insufficient') {
      return [challenge('Bearer', { ...told('insufficient_scope'), scope })];
    }
    return statusOf(verdict) === 401 ? [challenge('Bearer', told('invalid_token'))] : [];
  }

  return {
    challenges,
    refuse(verdict) {
      // Other schemes answer a malformed credential as a wrong one. Nothing of an account shows in a header's form.
      return verdict.outcome === 'rejected' && verdict.reason === 'credentials-malformed'
        ? malformedRequest(verdict, challenges(verdict))
        : problemDetails(verdict, challenges(verdict));
    },
  };
}

function malformedRequest(verdict: NotAccepted, challenges: readonly string[]): Refusal {
  const problem = {
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    detail: malformedDetail,
    reason: 'credentials-malformed',
  };
  return {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', ...refusalHeaders(verdict, challenges) },
    body: JSON.stringify(problem),
  };
}
