import { mustAccept } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const refusesTheRightToken: UsernameTokenCase = {
  name: 'refuses-the-right-token',
  sent: 'a token as documented, new',
  expected: 'it is accepted',
  why: 'Nothing else that these cases say counts for a server that refuses everything.',
  source: 'Placetopay, Authentication; UsernameToken Profile 1.1, section 3.1',
  level: 'required',
  async run(subject, { send }) {
    mustAccept(subject.dialect, await send(withToken(subject)));
  },
};
