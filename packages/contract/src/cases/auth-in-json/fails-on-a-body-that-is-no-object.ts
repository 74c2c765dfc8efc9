import { mustRefuse } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withJson } from './json-auth-subject.ts';

export const failsOnABodyThatIsNoObject: JsonAuthCase = {
  name: 'fails-on-a-body-that-is-no-object',
  sent: 'null, a number, a text and an array as the body, the right one in an array among them',
  expected: 'each is refused, none is an error of the server',
  why: 'All of them are JSON: who reads members of whatever was parsed fails on null.',
  source: 'RFC 8259, section 3; Placetopay, Authentication (error 100)',
  level: 'required',
  async run(subject, { send }) {
    for (const body of [null, 7, 'auth', [], [{ ...subject.fields, auth: tokenOf(subject) }]]) {
      mustRefuse(
        subject.dialect,
        await send(withJson(subject, body)),
        'absent',
        JSON.stringify(body).slice(0, 10),
      );
    }
  },
};
