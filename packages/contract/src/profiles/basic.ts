import { basicSuite } from '../cases/basic/index.ts';
import { openDialect } from './dialects.ts';
import { inAuthorization, pairSubject } from './pair-credentials.ts';
import { part } from './profile.ts';

/**
 * HTTP Basic on any server. Credentials: `request`, `account` (`{ "id", "secret" }`), and as many of `otherAccount`,
 * `accountWithColon`, `inactiveAccount` and `accountElsewhere` as there are.
 */
export const basicProfile = part(basicSuite, (credentials) =>
  pairSubject(credentials, { dialect: openDialect('Basic'), carrier: inAuthorization }),
);
