import { mustAccept } from '../../dialect.ts';
import { type BearerCase, freshToken, withAuthorization } from './bearer-subject.ts';

export const wantsBearerInOneCase: BearerCase = {
  name: 'wants-bearer-in-one-case',
  sent: 'a good token after `bearer` and `BEARER`',
  expected: 'each is accepted',
  why: 'The name of a scheme is case-insensitive: a client that writes it in its own way is right.',
  source: 'RFC 9110, section 11.1',
  level: 'required',
  async run(subject, exchange) {
    for (const scheme of ['bearer', 'BEARER']) {
      const token = await freshToken(subject, exchange);
      const answer = await exchange.send(withAuthorization(subject, `${scheme} ${token}`));
      mustAccept(subject.dialect, answer, `the scheme as «${scheme}»`);
    }
  },
};
