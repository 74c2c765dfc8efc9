import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const triesWhiteSpaceAroundTheSecret: UsernameTokenCase = {
  name: 'tries-white-space-around-the-secret',
  sent: 'tokens made with the secret and a line break after it, and with spaces around it',
  expected: 'each is refused',
  why: 'A secret that was read from a file with its line break is another secret.',
  source: 'Placetopay, Authentication (error 102)',
  level: 'advice',
  async run(subject, { send }) {
    for (const fault of ['secret-with-newline', 'secret-with-white-space'] as const) {
      mustRefuse(subject.dialect, await send(withToken(subject, { fault })), 'proof-mismatch', fault);
    }
  },
};
