import { mustRefuse } from '../../dialect.ts';
import { type JsonAuthCase, withJson } from './json-auth-subject.ts';

export const letsAnybodyIn: JsonAuthCase = {
  name: 'lets-anybody-in',
  sent: 'a body without `auth`, and an empty object',
  expected: 'each is refused as if no token had been sent',
  why: 'Everything else rests on this.',
  source: 'Placetopay, Authentication (error 100)',
  level: 'required',
  async run(subject, { send }) {
    for (const body of [subject.fields, {}]) {
      mustRefuse(subject.dialect, await send(withJson(subject, body)), 'absent');
    }
  },
};
