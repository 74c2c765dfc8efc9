import { mustRefuse } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withAuth } from './json-auth-subject.ts';

export const failsOnAnAuthThatIsNone: JsonAuthCase = {
  name: 'fails-on-an-auth-that-is-none',
  sent: '`auth` as null, true, a number, a text, an array, and the right token in an array and as JSON in a text',
  expected: 'each is refused, none is an error of the server',
  why: 'Who reads members of whatever is there fails on null, and finds a token where there is none.',
  source: 'Placetopay, Authentication (error 100)',
  level: 'required',
  async run(subject, { send }) {
    for (const auth of [
      null,
      true,
      7,
      '',
      'auth',
      [],
      [tokenOf(subject)],
      JSON.stringify(tokenOf(subject)),
    ]) {
      const answer = await send(withAuth(subject, auth));
      mustRefuse(
        subject.dialect,
        answer,
        'absent',
        `auth as ${Array.isArray(auth) ? 'an array' : typeof auth}`,
      );
    }
  },
};
