import { mustAccept } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withText } from './json-auth-subject.ts';

export const wantsOneContentType: JsonAuthCase = {
  name: 'wants-one-content-type',
  sent: 'the right body as `application/json; charset=utf-8`, without the space, and in capitals',
  expected: 'each is accepted',
  why: 'Types are case-insensitive, and parameters may follow: clients send all of it.',
  source: 'RFC 9110, section 8.3.1',
  level: 'required',
  async run(subject, { send }) {
    for (const type of [
      'application/json; charset=utf-8',
      'application/json;charset=UTF-8',
      'Application/JSON',
    ]) {
      const body = JSON.stringify({ ...subject.fields, auth: tokenOf(subject) });
      mustAccept(subject.dialect, await send(withText(subject, body, type)), type);
    }
  },
};
