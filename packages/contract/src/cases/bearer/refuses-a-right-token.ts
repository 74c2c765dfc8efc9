import { mustAccept } from '../../dialect.ts';
import { type BearerCase, freshToken, withToken } from './bearer-subject.ts';

export const refusesARightToken: BearerCase = {
  name: 'refuses-a-right-token',
  sent: 'a token that is good',
  expected: 'it is accepted',
  why: 'Nothing else that these cases say counts for a server that refuses everything.',
  source: 'RFC 6750, section 2.1',
  level: 'required',
  async run(subject, exchange) {
    const token = await freshToken(subject, exchange);
    mustAccept(subject.dialect, await exchange.send(withToken(subject, token)));
  },
};
