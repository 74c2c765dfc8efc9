import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const takesAnEmptyNonce: UsernameTokenCase = {
  name: 'takes-an-empty-nonce',
  sent: 'a token with an empty nonce, and a digest over none',
  expected: 'it is refused',
  why: 'Without it two requests of one second are one, and a client that lost its nonce should hear of it.',
  source: 'Placetopay, Authentication (error 107)',
  level: 'advice',
  async run(subject, { send }) {
    const answer = await send(withToken(subject, { nonce: '' }));
    mustRefuse(subject.dialect, answer, 'credentials-malformed');
  },
};
