import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, freshToken, withAuthorization } from './bearer-subject.ts';

export const takesOneOfTwoTokens: BearerCase = {
  name: 'takes-one-of-two-tokens',
  sent: 'two `Authorization` headers: a good token and none that is one, in both orders, and a good one twice',
  expected: 'each is refused',
  why: 'A proxy that looks at one of them and a server that looks at the other disagree about who is calling.',
  source: 'RFC 6750, section 3.1, invalid_request',
  level: 'required',
  async run(subject, exchange) {
    const right = `Bearer ${await freshToken(subject, exchange)}`;
    for (const [first, second] of [
      [right, 'Bearer no.such.token'],
      ['Bearer no.such.token', right],
      [right, right],
    ] as const) {
      const answer = await exchange.send(withAuthorization(subject, first, second));
      mustRefuse(subject.dialect, answer, 'credentials-malformed', 'two headers');
    }
  },
};
