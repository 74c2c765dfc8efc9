import { mustRefuse } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withAuth } from './json-auth-subject.ts';

export const chokesOnALargeBody: JsonAuthCase = {
  name: 'chokes-on-a-large-body',
  sent: 'the right token in a body of a million bytes',
  expected: 'it is refused, and answered',
  why: 'A body is read before anybody is known: what is not bounded, anybody can fill.',
  source: 'RFC 9110, section 15.5.14; CWE-770',
  level: 'advice',
  async run(subject, { send }) {
    const auth = { ...tokenOf(subject), additional: 'x'.repeat(1_000_000) };
    mustRefuse(subject.dialect, await send(withAuth(subject, auth)), 'body-too-large');
  },
};
