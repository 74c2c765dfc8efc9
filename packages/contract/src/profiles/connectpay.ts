import { apiKeyHeaderSuite } from '../cases/api-key-header/index.ts';
import { bearerSuite } from '../cases/bearer/index.ts';
import { keyIdSuite } from '../cases/key-id/index.ts';
import { psuIpAddressSuite } from '../cases/psu-ip-address/index.ts';
import { publicKeySuite } from '../cases/public-key/index.ts';
import { tokenEndpointSuite } from '../cases/token-endpoint/index.ts';
import { tokenRevocationSuite } from '../cases/token-revocation/index.ts';
import { tokenScopeSuite } from '../cases/token-scope/index.ts';
import { bearerSubject } from './bearer-credentials.ts';
import type { Credentials } from './credentials.ts';
import { bearerDialect, documentedDialect, problemDetails } from './dialects.ts';
import { pairSubject } from './pair-credentials.ts';
import { part, profileOf } from './profile.ts';
import { tokenEndpointSubject } from './token-endpoint.ts';

const USER_MANAGEMENT = '/baas-sca/user-management';
/** A user's token is valid for five minutes. */
const LIFETIME_SECONDS = 300;

const user = (credentials: Credentials) =>
  bearerSubject(credentials.part('user'), {
    dialect: bearerDialect({ challenge: 'Bearer', flaw: problemDetails }),
    request: { method: 'GET', path: `${USER_MANAGEMENT}/client/users/me`, headers: [] },
    revocation: { method: 'POST', path: `${USER_MANAGEMENT}/client/users/logout`, headers: [] },
    lifetimeSeconds: LIFETIME_SECONDS,
  });

/**
 * ConnectPay, BaaS with SCA: partners by API key, users by token and address, tokens by client credentials.
 * Credentials: `partner` (as `api-key-header`), `user` (as `bearer`), `tokenEndpoint` (as `token-endpoint`); requests
 * and paths are the documented ones where they are left out.
 *
 * @see ConnectPay, Developer portal, BaaS with SCA
 */
export const connectpayProfile = profileOf(
  part(apiKeyHeaderSuite, (credentials) =>
    pairSubject(credentials.part('partner'), {
      dialect: documentedDialect({ flaw: problemDetails }),
      carrier: { header: 'x-connectpay-api-key', prefix: '' },
      request: { method: 'GET', path: `${USER_MANAGEMENT}/partner/users`, headers: [] },
    }),
  ),
  part(tokenEndpointSuite, (credentials) =>
    tokenEndpointSubject(credentials.part('tokenEndpoint'), {
      path: '/auth/v1/oauth2/token',
      lifetimeSeconds: LIFETIME_SECONDS,
    }),
  ),
  part(bearerSuite, user),
  part(publicKeySuite, user),
  part(keyIdSuite, user),
  part(tokenScopeSuite, user),
  part(tokenRevocationSuite, user),
  part(psuIpAddressSuite, user),
);
