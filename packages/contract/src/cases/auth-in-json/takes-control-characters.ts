import { mustRefuseAsOne } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withAuth } from './json-auth-subject.ts';

export const takesControlCharacters: JsonAuthCase = {
  name: 'takes-control-characters',
  sent: 'the right token under the login with NUL, a line break and half a character after it, as JSON escapes',
  expected: 'each is refused, none is an error of the server',
  why: 'A store that ends at NUL finds the account, a log that breaks the line shows a line that nobody wrote, an encoder throws at half a character.',
  source: 'CWE-158; CWE-117; RFC 8259, section 8.2',
  level: 'required',
  async run(subject, { send }) {
    for (const character of ['\u0000', '\n', '\ud800']) {
      const login = `${subject.account.id}${character}`;
      const answer = await send(withAuth(subject, tokenOf(subject, { login })));
      mustRefuseAsOne(
        subject.dialect,
        answer,
        ['credentials-malformed', 'account-unknown'],
        JSON.stringify(login),
      );
    }
  },
};
