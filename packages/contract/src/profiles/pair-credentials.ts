import type { Carrier, PairSubject } from '../cases/pair/pair-subject.ts';
import type { Dialect } from '../dialect.ts';
import type { OutboundRequest } from '../request.ts';
import type { Credentials } from './credentials.ts';

/** `request`, `account`, and whatever there is of the other accounts. */
export function pairSubject(
  credentials: Credentials,
  known: { readonly dialect: Dialect; readonly carrier: Carrier; readonly request?: OutboundRequest },
): PairSubject {
  return {
    dialect: known.dialect,
    carrier: known.carrier,
    request: credentials.request('request', known.request),
    account: credentials.pair('account'),
    otherAccount: credentials.optionalPair('otherAccount'),
    accountWithColon: credentials.optionalPair('accountWithColon'),
    inactiveAccount: credentials.optionalPair('inactiveAccount'),
    accountElsewhere: credentials.optionalPair('accountElsewhere'),
  };
}

export const inAuthorization: Carrier = { header: 'Authorization', prefix: 'Basic ' };
