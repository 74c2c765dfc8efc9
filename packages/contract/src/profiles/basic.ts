import { basicSuite } from '../cases/basic/index.ts';
import { openDialect } from './dialects.ts';
import { part } from './profile.ts';

/** HTTP Basic on any server: `account`, `request`, and whatever of the other accounts there is. */
export const basicProfile = part(basicSuite, (credentials) => ({
  dialect: openDialect('Basic'),
  request: credentials.request('request'),
  account: credentials.pair('account'),
  otherAccount: credentials.optionalPair('otherAccount'),
  accountWithColon: credentials.optionalPair('accountWithColon'),
  inactiveAccount: credentials.optionalPair('inactiveAccount'),
  accountElsewhere: credentials.optionalPair('accountElsewhere'),
}));
