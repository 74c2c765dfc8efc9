import { mustRefuse } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withText } from './json-auth-subject.ts';

export const failsOnWhatIsNoJson: JsonAuthCase = {
  name: 'fails-on-what-is-no-json',
  sent: 'no body, an empty one, one that is cut short, two of them, XML, and bytes that are no UTF-8',
  expected: 'each is refused, none is an error of the server',
  why: 'What a stranger sends must never be more than a refusal.',
  source: 'RFC 8259, sections 2 and 8.1; Placetopay, Authentication (error 100)',
  level: 'required',
  async run(subject, { send }) {
    const right = () => JSON.stringify({ ...subject.fields, auth: tokenOf(subject) });
    mustRefuse(subject.dialect, await send(subject.request), 'absent', 'no body');
    for (const body of [
      '',
      right().slice(0, -1),
      right() + right(),
      `${right()},`,
      '<auth/>',
      Buffer.concat([
        Buffer.from('{"a":"'),
        Buffer.from([0xff, 0xc3, 0x28]),
        Buffer.from(`",${right().slice(1)}`),
      ]),
    ]) {
      mustRefuse(subject.dialect, await send(withText(subject, body)), 'absent', 'what is no JSON');
    }
  },
};
