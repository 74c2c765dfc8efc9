import type { Dialect, Refused } from '../dialect.ts';

/** What the RFCs leave a server to choose: a malformed credential is a bad request, or not one. */
export function openDialect(challenge: string): Dialect {
  return {
    accepted: [200, 201, 202, 204],
    refusalOf: (refused) => ({ statuses: statusesOf(refused), challenge }),
  };
}

function statusesOf(refused: Refused): number[] {
  switch (refused) {
    case 'credentials-malformed':
      return [400, 401];
    case 'account-inactive':
    case 'account-expired':
    case 'credentials-expired':
    case 'address-not-allowed':
      return [401, 403];
    default:
      return [401];
  }
}
