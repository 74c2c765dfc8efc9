import { basicSuite } from '../cases/basic/index.ts';
import { smart2paySuite } from '../cases/smart2pay/index.ts';
import type { Answer } from '../request.ts';
import type { Credentials } from './credentials.ts';
import { documentedDialect } from './dialects.ts';
import { inAuthorization, pairSubject } from './pair-credentials.ts';
import { part, profileOf } from './profile.ts';

const subject = (credentials: Credentials) =>
  pairSubject(credentials, {
    dialect: documentedDialect({ challenge: 'Basic', flaw: messageMissing }),
    carrier: inAuthorization,
    request: { method: 'GET', path: '/v1/methods/', headers: [] },
  });

/**
 * Smart2Pay: `Authorization: Basic SiteID:APIKey`, refused with `{"Message":"…"}`. Credentials: those of `basic`;
 * `request` is `GET /v1/methods/` where it is left out.
 *
 * @see Smart2Pay, REST API, Authentication
 */
export const smart2payProfile = profileOf(part(basicSuite, subject), part(smart2paySuite, subject));

function messageMissing({ json }: Answer): string | undefined {
  const message = typeof json === 'object' && json !== null && 'Message' in json ? json.Message : undefined;
  return typeof message === 'string' ? undefined : 'an error must be JSON with a "Message"';
}
