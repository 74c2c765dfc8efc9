import { bearerSuite } from '../cases/bearer/index.ts';
import { keyIdSuite } from '../cases/key-id/index.ts';
import { psuIpAddressSuite } from '../cases/psu-ip-address/index.ts';
import { publicKeySuite } from '../cases/public-key/index.ts';
import { publicPsuIpSuite } from '../cases/public-psu-ip/index.ts';
import { tokenRecipientSuite } from '../cases/token-recipient/index.ts';
import { tokenRevocationSuite } from '../cases/token-revocation/index.ts';
import { tokenScopeSuite } from '../cases/token-scope/index.ts';
import { bearerSubject } from './bearer-credentials.ts';
import type { Credentials } from './credentials.ts';
import { openDialect } from './dialects.ts';
import { part, profileOf } from './profile.ts';

const subject = (credentials: Credentials) => bearerSubject(credentials, { dialect: openDialect('Bearer') });

/**
 * Bearer tokens that are JWTs, on any server. Credentials: `request`, and `signing` (`algorithm`, `secret` or
 * `privateKey`, `claims`, and `kid`, `type`, `lifetimeSeconds` where the server wants them) or a `tokenEndpoint`
 * (`path`, `client`) to get tokens from. `psuIpAddress`, `psuIpClaim`, `inactiveClaims` and `revocation` where there
 * is such a thing; `publicPsuIp: true` where the server takes public addresses alone.
 */
export const bearerProfile = profileOf(
  part(bearerSuite, subject),
  part(publicKeySuite, subject),
  part(keyIdSuite, subject),
  part(tokenRecipientSuite, subject),
  part(tokenScopeSuite, subject),
  part(tokenRevocationSuite, subject),
  part(psuIpAddressSuite, (credentials) =>
    credentials.optionalText('psuIpAddress') === undefined ? undefined : subject(credentials),
  ),
  part(publicPsuIpSuite, (credentials) =>
    credentials.flag('publicPsuIp') ? subject(credentials) : undefined,
  ),
);
