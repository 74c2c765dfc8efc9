import { mustNotAccept } from '../../dialect.ts';
import { type BearerCase, freshToken, withAuthorization } from './bearer-subject.ts';

export const takesATokenWithoutAScheme: BearerCase = {
  name: 'takes-a-token-without-a-scheme',
  sent: 'a good token in `Authorization`, with no `Bearer` before it',
  expected: 'it is refused',
  why: 'A client that forgets the scheme should be told on its first day: the next server will not take it.',
  source: 'RFC 6750, section 2.1',
  level: 'advice',
  async run(subject, exchange) {
    const token = await freshToken(subject, exchange);
    mustNotAccept(await exchange.send(withAuthorization(subject, token)), 'a token without a scheme');
  },
};
