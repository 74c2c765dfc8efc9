import { authInJsonSuite } from '../cases/auth-in-json/index.ts';
import { usernameTokenSuite } from '../cases/username-token/index.ts';
import type { Dialect } from '../dialect.ts';
import type { Credentials } from './credentials.ts';
import { part, profileOf } from './profile.ts';
import { jsonAuthSubject } from './token-credentials.ts';

/** Nothing says which of its statuses a server has to choose. */
const openDialect: Dialect = {
  accepted: [200, 201, 202, 204],
  refusalOf: (refused) => ({ statuses: refused === 'body-too-large' ? [400, 401, 413] : [400, 401, 403] }),
};

const subject = (credentials: Credentials) => jsonAuthSubject(credentials, { dialect: openDialect });

/**
 * The username token as the `auth` of a JSON body, on any server. Credentials: `request`, `fields` (what the
 * body holds beside `auth`), `account` (`{ "id", "secret" }`), and as many of `otherAccount`, `legacyAccount`,
 * `inactiveAccount`, `expiredAccount`, `accountWithExpiredSecret` and `accountElsewhere` as there are.
 */
export const usernameTokenProfile = profileOf(
  part(usernameTokenSuite, subject),
  part(authInJsonSuite, subject),
);
