import { CaseFailed } from '../../contract-case.ts';
import { mustIssue, type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const answersWithNulls: TokenEndpointCase = {
  name: 'answers-with-nulls',
  sent: 'the right request',
  expected: 'no member is `null`',
  why: 'A parameter that has no value is left out. Libraries refuse an answer with a `scope` or `refresh_token` of null.',
  source: 'RFC 6749, section 5.1',
  level: 'required',
  async run(subject, { send }) {
    const body = mustIssue(await send(tokenRequest(subject)));
    const empty = Object.keys(body).filter((name) => body[name] === null);
    if (empty.length > 0) throw new CaseFailed(`${empty.join(', ')} must be left out, not null`);
  },
};
