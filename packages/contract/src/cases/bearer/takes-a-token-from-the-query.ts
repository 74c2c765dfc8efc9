import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, freshToken, withoutToken } from './bearer-subject.ts';

export const takesATokenFromTheQuery: BearerCase = {
  name: 'takes-a-token-from-the-query',
  sent: 'a good token in the query, as `access_token` and under other names',
  expected: 'it is refused as if nothing had been sent',
  why: 'Addresses are written to logs, histories and Referer headers, and tokens with them.',
  source: 'RFC 6750, section 2.3; RFC 9700, section 4.3.2',
  level: 'required',
  async run(subject, exchange) {
    const token = await freshToken(subject, exchange);
    const bare = withoutToken(subject);
    for (const name of ['access_token', 'token', 'bearer', 'authorization', 'jwt']) {
      const path = `${bare.path}${bare.path.includes('?') ? '&' : '?'}${name}=${token}`;
      mustRefuse(subject.dialect, await exchange.send({ ...bare, path }), 'absent', `«${name}» in the query`);
    }
  },
};
