import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const swapsLoginAndSecret: UsernameTokenCase = {
  name: 'swaps-login-and-secret',
  sent: 'a token whose login is the secret, made with the login as its secret',
  expected: 'it is refused',
  why: 'A client that swaps the two should be told on its first day, before its secret is in every log as a login.',
  source: 'Placetopay, Authentication (error 101)',
  level: 'advice',
  async run(subject, { send }) {
    const answer = await send(withToken(subject, { fault: 'login-and-secret-swapped' }));
    mustRefuse(subject.dialect, answer, 'account-unknown');
  },
};
