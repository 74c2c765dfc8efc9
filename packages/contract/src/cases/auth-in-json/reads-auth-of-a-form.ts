import { mustRefuse } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withText } from './json-auth-subject.ts';

export const readsAuthOfAForm: JsonAuthCase = {
  name: 'reads-auth-of-a-form',
  sent: 'the right token in a form, as `auth[login]=…`, `auth.login=…` and `login=…`',
  expected: 'each is refused as if no token had been sent',
  why: 'A parser that makes objects of names reads a token where a browser was made to send one.',
  source: 'Placetopay, Authentication (malformed: the content type is not JSON); CWE-352',
  level: 'required',
  async run(subject, { send }) {
    for (const nameOf of [
      (part: string) => `auth[${part}]`,
      (part: string) => `auth.${part}`,
      (part: string) => part,
    ]) {
      const parts = Object.entries(tokenOf(subject)).map(([part, text]): [string, string] => [
        nameOf(part),
        text,
      ]);
      const form = new URLSearchParams(parts).toString();
      const answer = await send(withText(subject, form, 'application/x-www-form-urlencoded'));
      mustRefuse(subject.dialect, answer, 'absent', nameOf('login'));
    }
  },
};
