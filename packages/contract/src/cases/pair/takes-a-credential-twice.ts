import { mustRefuse } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import { type PairCase, withPair } from './pair-subject.ts';

export const takesACredentialTwice: PairCase = {
  name: 'takes-a-credential-twice',
  sent: 'the right credential, two times',
  expected: 'it is refused',
  why: 'The header has one value. What is read where there are two is a guess, and guesses differ from server to server.',
  source: 'RFC 9110, sections 5.3 and 11.6.2',
  level: 'advice',
  async run(subject, { send }) {
    const right = withPair(subject, subject.account);
    const twice = withHeaders(right, ...right.headers.slice(-1));
    mustRefuse(subject.dialect, await send(twice), 'credentials-malformed', 'the same twice');
  },
};
