import { mustNotAccept } from '../../dialect.ts';
import { type BearerCase, freshToken, withAuthorization } from './bearer-subject.ts';

export const takesAnotherScheme: BearerCase = {
  name: 'takes-another-scheme',
  sent: 'a good token after `Basic`, `Token` and `NotBearer`',
  expected: 'each is refused',
  why: 'Who drops whatever word comes first takes a credential that was made for something else.',
  source: 'RFC 9110, section 11.4',
  level: 'required',
  async run(subject, exchange) {
    const token = await freshToken(subject, exchange);
    for (const scheme of ['Basic', 'Token', 'NotBearer', 'Bearerish']) {
      const answer = await exchange.send(withAuthorization(subject, `${scheme} ${token}`));
      mustNotAccept(answer, `a token after «${scheme}»`);
    }
  },
};
