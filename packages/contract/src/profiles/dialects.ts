import type { Dialect, Refusal, Refused } from '../dialect.ts';
import type { Answer } from '../request.ts';

/** What the RFCs leave a server to choose: a malformed credential is a bad request, or not one. */
export function openDialect(challenge?: string): Dialect {
  return {
    accepted: [200, 201, 202, 204],
    refusalOf: (refused) => ({ statuses: openStatuses(refused), challenge }),
  };
}

/** As the kit's providers answer: a malformed credential is a wrong one, and an account's state is told it alone. */
export function documentedDialect(form: Pick<Refusal, 'challenge' | 'flaw'>): Dialect {
  return {
    accepted: [200, 201, 204],
    refusalOf: (refused) => ({ ...form, statuses: documentedStatuses(refused) }),
  };
}

/** The same for tokens: a header that holds no token is a bad request (RFC 6750, section 3.1). */
export function bearerDialect(form: Pick<Refusal, 'challenge' | 'flaw'>): Dialect {
  const documented = documentedDialect(form);
  return {
    ...documented,
    refusalOf: (refused) => ({
      ...documented.refusalOf(refused),
      ...(refused === 'credentials-malformed' && { statuses: [400] }),
    }),
  };
}

/** What is wrong with a refusal that has to be problem details (RFC 9457). */
export function problemDetails({ headers, json, status }: Answer): string | undefined {
  const type = headers['content-type']?.join(', ') ?? '';
  if (!/^application\/problem\+json\s*(;|$)/i.test(type)) {
    return `a refusal must be application/problem+json, and was «${type}»`;
  }
  const said = typeof json === 'object' && json !== null && 'status' in json ? json.status : undefined;
  return said === status ? undefined : `the problem says status ${said} and the answer ${status}`;
}

function openStatuses(refused: Refused): number[] {
  switch (refused) {
    case 'credentials-malformed':
    case 'psu-ip-absent':
    case 'psu-ip-malformed':
    case 'psu-ip-not-public':
      return [400, 401];
    case 'account-inactive':
    case 'account-expired':
    case 'credentials-expired':
    case 'address-not-allowed':
    case 'psu-ip-mismatch':
      return [401, 403];
    case 'identity-conflict':
      return [401, 403];
    case 'certificate-malformed':
    case 'certificate-untrusted':
    case 'certificate-not-yet-valid':
    case 'certificate-expired':
    case 'certificate-revoked':
    case 'certificate-not-attached':
      // nginx says 400 where its own check fails.
      return [400, 401, 403];
    case 'scope-insufficient':
    case 'certificate-not-qualified':
    case 'role-missing':
      return [403];
    case 'host-not-allowed':
      return [400, 403, 404, 421];
    case 'insecure-transport':
      return [400, 403, 426];
    default:
      return [401];
  }
}

function documentedStatuses(refused: Refused): number[] {
  switch (refused) {
    case 'psu-ip-absent':
    case 'psu-ip-malformed':
    case 'psu-ip-not-public':
      return [400];
    case 'account-inactive':
    case 'account-expired':
    case 'credentials-expired':
    case 'address-not-allowed':
    case 'psu-ip-mismatch':
    case 'scope-insufficient':
    case 'insecure-transport':
    case 'identity-conflict':
    case 'certificate-not-qualified':
    case 'role-missing':
      return [403];
    case 'host-not-allowed':
      return [421];
    default:
      return [401];
  }
}
