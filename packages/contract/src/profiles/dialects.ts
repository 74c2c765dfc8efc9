import type { Dialect, Refusal, Refused } from '../dialect.ts';

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
    case 'scope-insufficient':
      return [403];
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
      return [403];
    default:
      return [401];
  }
}
