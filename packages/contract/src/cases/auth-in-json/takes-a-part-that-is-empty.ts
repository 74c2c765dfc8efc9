import { mustRefuse } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withAuth } from './json-auth-subject.ts';

export const takesAPartThatIsEmpty: JsonAuthCase = {
  name: 'takes-a-part-that-is-empty',
  sent: 'the right token with an empty login, tranKey, nonce or seed',
  expected: 'each is refused',
  why: 'What is empty is what a client has that lost it.',
  source: 'Placetopay, Authentication (error 107)',
  level: 'required',
  async run(subject, { send }) {
    for (const part of ['login', 'tranKey', 'nonce', 'seed'] as const) {
      const answer = await send(withAuth(subject, { ...tokenOf(subject), [part]: '' }));
      mustRefuse(subject.dialect, answer, 'credentials-malformed', `an empty ${part}`);
    }
  },
};
