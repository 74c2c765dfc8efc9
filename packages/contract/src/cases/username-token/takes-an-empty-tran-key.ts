import { mustRefuse } from '../../dialect.ts';
import { tokenOf, type UsernameTokenCase } from './username-token-subject.ts';

export const takesAnEmptyTranKey: UsernameTokenCase = {
  name: 'takes-an-empty-tran-key',
  sent: 'a token with no digest in its tranKey',
  expected: 'it is refused',
  why: 'Nothing is a prefix of everything, and equal to what a failed computation leaves.',
  source: 'Placetopay, Authentication (error 107)',
  level: 'required',
  async run(subject, { send }) {
    const answer = await send(subject.carry({ ...tokenOf(subject), tranKey: '' }));
    mustRefuse(subject.dialect, answer, 'credentials-malformed');
  },
};
