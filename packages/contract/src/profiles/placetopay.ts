import { authInJsonSuite } from '../cases/auth-in-json/index.ts';
import { placetopayErrorsSuite } from '../cases/placetopay-errors/index.ts';
import { usernameTokenSuite } from '../cases/username-token/index.ts';
import type { Credentials } from './credentials.ts';
import { placetopayDialect } from './placetopay-answers.ts';
import { part, profileOf } from './profile.ts';
import { jsonAuthSubject } from './token-credentials.ts';

const subject = (credentials: Credentials) =>
  jsonAuthSubject(credentials, {
    dialect: placetopayDialect,
    request: { method: 'POST', path: '/api/session', headers: [] },
  });

/**
 * Placetopay: `auth` in a JSON body, refused with a `status` object that names the provider's code. Credentials: those
 * of `username-token`; `request` is `POST /api/session` where it is left out.
 *
 * @see Placetopay, Authentication
 */
export const placetopayProfile = profileOf(
  part(usernameTokenSuite, subject),
  part(authInJsonSuite, subject),
  part(placetopayErrorsSuite, subject),
);
