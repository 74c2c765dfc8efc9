import { mustRefuse } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type JsonAuthCase, withJson } from './json-auth-subject.ts';

export const readsTheTokenFromTheQuery: JsonAuthCase = {
  name: 'reads-the-token-from-the-query',
  sent: 'the right token in the query, as `auth[login]=…`, as `login=…` and as JSON, and a body without one',
  expected: 'each is refused as if no token had been sent',
  why: 'Addresses are kept in histories and logs, and sent on as Referer.',
  source: 'Placetopay, Authentication; CWE-598',
  level: 'required',
  async run(subject, { send }) {
    const { request, fields, dialect } = subject;
    const token = () => Object.entries(tokenOf(subject));
    for (const query of [
      new URLSearchParams(token().map(([part, text]): [string, string] => [`auth[${part}]`, text])),
      new URLSearchParams(token()),
      new URLSearchParams({ auth: JSON.stringify(tokenOf(subject)) }),
    ]) {
      const path = `${request.path}${request.path.includes('?') ? '&' : '?'}${query}`;
      mustRefuse(
        dialect,
        await send(withJson({ request: { ...request, path } }, fields)),
        'absent',
        'the query',
      );
    }
  },
};
