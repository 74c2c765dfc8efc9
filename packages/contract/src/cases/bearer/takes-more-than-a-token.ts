import { mustNotAccept } from '../../dialect.ts';
import { type BearerCase, freshToken, withAuthorization } from './bearer-subject.ts';

export const takesMoreThanAToken: BearerCase = {
  name: 'takes-more-than-a-token',
  sent: 'a good token with another word after it, with a comma, and the token twice',
  expected: 'each is refused',
  why: 'What reads the first of two and what reads the last disagree about who is calling.',
  source: 'RFC 6750, section 2.1',
  level: 'required',
  async run(subject, exchange) {
    const token = await freshToken(subject, exchange);
    for (const value of [`Bearer ${token} more`, `Bearer ${token}, more`, `Bearer ${token} ${token}`]) {
      mustNotAccept(await exchange.send(withAuthorization(subject, value)), 'more than a token');
    }
  },
};
