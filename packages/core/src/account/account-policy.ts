import { type AddressRange, isWithin, parseAddress, parseRanges } from '../request/address.ts';
import type { InboundRequest } from '../request/inbound-request.ts';
import type { Explanation } from '../verdict/explanation.ts';
import type { Reason } from '../verdict/reason.ts';
import { type Rejected, rejected } from '../verdict/verdict.ts';
import { ACCOUNT_STATUSES, type Account, type AccountStatus } from './account.ts';

const reasonOf = {
  inactive: 'account-inactive',
  expired: 'account-expired',
  'credentials-expired': 'credentials-expired',
} as const satisfies Record<Exclude<AccountStatus, 'active'>, Reason>;

/**
 * State and address of a proven account. Only to be asked after the proof: the answer tells something of the account.
 * @throws TypeError for an id, a status or an address list that a directory should not have given.
 */
export function refuseAccount(
  account: Account,
  request: InboundRequest,
  explain: Explanation | undefined,
): Rejected | undefined {
  if (typeof account.id !== 'string' || account.id === '') {
    throw new TypeError('the directory gave an account without an id');
  }
  const status = account.status ?? 'active';
  if (!ACCOUNT_STATUSES.includes(status)) {
    throw new TypeError(
      `the status of the account "${account.id}" is none of ${ACCOUNT_STATUSES.join(', ')}`,
    );
  }
  explain?.push({
    check: 'account state',
    outcome: status === 'active' ? 'passed' : 'failed',
    detail: status,
  });
  if (status !== 'active') return rejected(reasonOf[status], account.id);

  if (account.addresses === undefined) return undefined;
  const allowed = mayCallFrom(account.addresses, request.clientAddress);
  explain?.push({
    check: 'client address',
    outcome: allowed ? 'passed' : 'failed',
    detail: `called from ${request.clientAddress ?? 'an unknown address'}`,
  });
  return allowed ? undefined : rejected('address-not-allowed', account.id);
}

// Keyed by the list itself: replacing an account's list replaces what is remembered of it.
const parsedRanges = new WeakMap<readonly string[], AddressRange[]>();

function mayCallFrom(addresses: readonly string[], client: string | undefined): boolean {
  let ranges = parsedRanges.get(addresses);
  if (!ranges) {
    ranges = parseRanges(addresses, 'addresses');
    parsedRanges.set(addresses, ranges);
  }
  const address = client === undefined ? undefined : parseAddress(client);
  return address !== undefined && isWithin(address, ranges);
}
