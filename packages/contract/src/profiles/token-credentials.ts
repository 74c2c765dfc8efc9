import type { JsonAuthSubject } from '../cases/auth-in-json/json-auth-subject.ts';
import { withAuth } from '../cases/auth-in-json/json-auth-subject.ts';
import type { UsernameTokenSubject } from '../cases/username-token/username-token-subject.ts';
import type { Dialect } from '../dialect.ts';
import type { OutboundRequest } from '../request.ts';
import type { Credentials } from './credentials.ts';

/** `account`, and whatever there is of the other accounts. */
export function tokenAccounts(credentials: Credentials): Omit<UsernameTokenSubject, 'dialect' | 'carry'> {
  return {
    clock: Date.now,
    account: credentials.pair('account'),
    otherAccount: credentials.optionalPair('otherAccount'),
    legacyAccount: credentials.optionalPair('legacyAccount'),
    inactiveAccount: credentials.optionalPair('inactiveAccount'),
    expiredAccount: credentials.optionalPair('expiredAccount'),
    accountWithExpiredSecret: credentials.optionalPair('accountWithExpiredSecret'),
    accountElsewhere: credentials.optionalPair('accountElsewhere'),
  };
}

/** The accounts, `request`, and `fields`: what the body holds beside `auth`. */
export function jsonAuthSubject(
  credentials: Credentials,
  known: { readonly dialect: Dialect; readonly request?: OutboundRequest },
): JsonAuthSubject {
  const { body: _, ...request } = credentials.request('request', known.request);
  const fields = credentials.optionalObject('fields') ?? {};
  return {
    ...tokenAccounts(credentials),
    dialect: known.dialect,
    request,
    fields,
    carry: (token) => withAuth({ request, fields }, token),
  };
}
