import { mustRefuse } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withAuth } from './json-auth-subject.ts';

export const takesATokenWithoutAllItsParts: JsonAuthCase = {
  name: 'takes-a-token-without-all-its-parts',
  sent: 'the right token without its login, its tranKey, its nonce, its seed, and without any of them',
  expected: 'each is refused, none is an error of the server',
  why: 'A part that is not there is not an empty one, and nothing that is hashed in its place is what was signed.',
  source: 'Placetopay, Authentication (error 107)',
  level: 'required',
  async run(subject, { send }) {
    for (const part of ['login', 'tranKey', 'nonce', 'seed'] as const) {
      const { [part]: _, ...rest } = tokenOf(subject);
      mustRefuse(subject.dialect, await send(withAuth(subject, rest)), 'credentials-malformed', `no ${part}`);
    }
    mustRefuse(subject.dialect, await send(withAuth(subject, {})), 'credentials-malformed', 'an empty auth');
  },
};
