import { CaseFailed } from '../../contract-case.ts';
import { type JsonAuthCase, withJson } from '../auth-in-json/json-auth-subject.ts';
import { withToken } from '../username-token/username-token-subject.ts';

export const namesNoChallenge: JsonAuthCase = {
  name: 'names-no-challenge',
  sent: 'a request without `auth`, a wrong secret, and a right token of an account that is not active',
  expected: 'each 401 says `WWW-Authenticate: WSSE …`',
  why: 'A 401 without a challenge is not one: clients and proxies may take it for something else.',
  source: 'RFC 9110, sections 11.6.1 and 15.5.2',
  level: 'advice',
  async run(subject, { send }) {
    const { inactiveAccount: of } = subject;
    for (const request of [
      withJson(subject, subject.fields),
      withToken(subject, { secret: 'no-such-secret' }),
      ...(of ? [withToken(subject, { of })] : []),
    ]) {
      const { status, headers } = await send(request);
      const challenges = headers['www-authenticate']?.join(', ') ?? '';
      if (status === 401 && !/^WSSE(\s|,|$)/i.test(challenges)) {
        throw new CaseFailed(`WWW-Authenticate must name WSSE, and was «${challenges}»`);
      }
    }
  },
};
