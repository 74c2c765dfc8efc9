import { mustNotFail, mustRefuse, mustRefuseAsOne } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withText } from './json-auth-subject.ts';

export const chokesOnDeepNesting: JsonAuthCase = {
  name: 'chokes-on-deep-nesting',
  sent: 'arrays inside one another, 40,000 deep, in `auth`, in its place, and in the place of its login',
  expected: 'each is accepted or refused, none is an error of the server',
  why: 'What walks down them by calling itself ends the process, or the request, before anybody is known.',
  source: 'RFC 8259, section 9; CWE-674',
  level: 'required',
  async run(subject, { send }) {
    const deep = '['.repeat(40_000) + ']'.repeat(40_000);
    const { login: _, ...rest } = tokenOf(subject);
    const members = JSON.stringify(rest).slice(1, -1);
    const { dialect } = subject;
    const asAuth = await send(withText(subject, `{"auth":${deep}}`));
    mustRefuse(dialect, asAuth, 'absent', 'as auth');
    const asLogin = await send(withText(subject, `{"auth":{"login":${deep},${members}}}`));
    mustRefuseAsOne(dialect, asLogin, ['credentials-malformed', 'absent'], 'as the login');
    const right = JSON.stringify(tokenOf(subject)).slice(0, -1);
    const beside = await send(withText(subject, `{"auth":${right},"additional":${deep}}}`));
    mustNotFail(dialect, beside, ['absent', 'credentials-malformed', 'body-too-large'], 'in auth');
  },
};
