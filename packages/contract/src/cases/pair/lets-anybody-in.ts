import { mustChallenge, mustRefuse } from '../../dialect.ts';
import type { PairCase } from './pair-subject.ts';

export const letsAnybodyIn: PairCase = {
  name: 'lets-anybody-in',
  sent: 'the request without a credential',
  expected: 'it is refused, with a challenge where there is a scheme to name',
  why: 'A route that was left out of the guard is open to everybody.',
  source: 'RFC 9110, sections 11.6.1 and 15.5.2',
  level: 'required',
  async run({ dialect, request }, { send }) {
    const answer = await send(request);
    mustRefuse(dialect, answer, 'absent', 'a request without a credential');
    mustChallenge(dialect, answer, 'absent');
  },
};
