import { mustChallenge, mustRefuse } from '../../dialect.ts';
import { type BearerCase, withoutToken } from './bearer-subject.ts';

export const letsAnybodyIn: BearerCase = {
  name: 'lets-anybody-in',
  sent: 'the request without a token',
  expected: 'it is refused, with a Bearer challenge',
  why: 'A route that was left out of the guard is open to everybody.',
  source: 'RFC 6750, section 3',
  level: 'required',
  async run(subject, { send }) {
    const answer = await send(withoutToken(subject));
    mustRefuse(subject.dialect, answer, 'absent', 'a request without a token');
    mustChallenge(subject.dialect, answer, 'absent');
  },
};
