import { basicSuite } from '../cases/basic/index.ts';
import { bearerSuite } from '../cases/bearer/index.ts';
import { tokenEndpointSuite } from '../cases/token-endpoint/index.ts';
import { bearerSubject } from './bearer-credentials.ts';
import { bearerDialect, documentedDialect, problemDetails } from './dialects.ts';
import { inAuthorization, pairSubject } from './pair-credentials.ts';
import { part, profileOf } from './profile.ts';
import { tokenEndpointSubject } from './token-endpoint.ts';

/** A token is valid for ten minutes. */
const LIFETIME_SECONDS = 600;

/**
 * Pledg: the dashboard's e-mail and password by Basic, tokens by client credentials, purchases by token (HS256, no
 * `kid`). Credentials: `dashboard` (as `basic`), `tokenEndpoint` (as `token-endpoint`), `purchases` (as `bearer`);
 * requests and paths are the documented ones where they are left out.
 *
 * @see Pledg, API documentation, Authentication
 */
export const pledgProfile = profileOf(
  part(basicSuite, (credentials) =>
    pairSubject(credentials.part('dashboard'), {
      dialect: documentedDialect({ challenge: 'Basic', flaw: problemDetails }),
      carrier: inAuthorization,
      request: { method: 'GET', path: '/api/users/me', headers: [] },
    }),
  ),
  part(tokenEndpointSuite, (credentials) =>
    tokenEndpointSubject(credentials.part('tokenEndpoint'), {
      path: '/api/token',
      lifetimeSeconds: LIFETIME_SECONDS,
    }),
  ),
  part(bearerSuite, (credentials) =>
    bearerSubject(credentials.part('purchases'), {
      dialect: bearerDialect({ challenge: 'Bearer', flaw: problemDetails }),
      request: { method: 'POST', path: '/api/purchases/pur_demo/release', headers: [] },
      lifetimeSeconds: LIFETIME_SECONDS,
    }),
  ),
);
