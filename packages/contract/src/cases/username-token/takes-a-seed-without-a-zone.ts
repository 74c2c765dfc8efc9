import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const takesASeedWithoutAZone: UsernameTokenCase = {
  name: 'takes-a-seed-without-a-zone',
  sent: 'the time of the clock without a zone',
  expected: 'it is refused',
  why: 'It is the time of whichever zone the server happens to be in: the window moves with its settings.',
  source: 'RFC 3339, section 4.4; Placetopay, Authentication (error 107)',
  level: 'required',
  async run(subject, { send }) {
    const answer = await send(withToken(subject, { fault: 'seed-without-zone' }));
    mustRefuse(subject.dialect, answer, 'credentials-malformed');
  },
};
