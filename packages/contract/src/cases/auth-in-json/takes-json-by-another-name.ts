import { mustRefuse } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withText } from './json-auth-subject.ts';

export const takesJsonByAnotherName: JsonAuthCase = {
  name: 'takes-json-by-another-name',
  sent: 'the right body as `text/plain`, as a form, and without a content type',
  expected: 'each is refused as if no token had been sent',
  why: 'A page elsewhere can make a browser send such types without asking: JSON is what says that it is.',
  source: 'Placetopay, Authentication (malformed: the content type is not JSON); CWE-352',
  level: 'required',
  async run(subject, { send }) {
    const right = () => JSON.stringify({ ...subject.fields, auth: tokenOf(subject) });
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      mustRefuse(subject.dialect, await send(withText(subject, right(), type)), 'absent', type);
    }
    const untyped = await send({ ...subject.request, body: right() });
    mustRefuse(subject.dialect, untyped, 'absent', 'no content type');
  },
};
