import { mustRefuse } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withJson, withText } from './json-auth-subject.ts';

export const takesWhatAnObjectInherits: JsonAuthCase = {
  name: 'takes-what-an-object-inherits',
  sent: 'the right token under `__proto__`, of the body and of `auth`',
  expected: 'each is refused',
  why: 'Where what was parsed is merged into another object, members that nobody sent are found, in this request or in all that follow.',
  source: 'CWE-1321',
  level: 'required',
  async run(subject, { send }) {
    const right = () => JSON.stringify(tokenOf(subject));
    const inBody = await send(withText(subject, `{"__proto__":{"auth":${right()}}}`));
    mustRefuse(subject.dialect, inBody, 'absent', '__proto__ of the body');
    const inAuth = await send(withText(subject, `{"auth":{"__proto__":${right()}}}`));
    mustRefuse(subject.dialect, inAuth, 'credentials-malformed', '__proto__ of auth');
    const byConstructor = await send(withText(subject, `{"constructor":{"prototype":{"auth":${right()}}}}`));
    mustRefuse(subject.dialect, byConstructor, 'absent', 'the prototype of the body');
    mustRefuse(subject.dialect, await send(withJson(subject, {})), 'absent', 'an empty body after them');
  },
};
