import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, withAuthorization } from './bearer-subject.ts';

export const failsOnASchemeAlone: BearerCase = {
  name: 'fails-on-a-scheme-alone',
  sent: '`Bearer` with nothing after it',
  expected: 'it is refused, and is no error of the server',
  why: 'Who takes the second word for granted fails where there is none: anybody can make it fail.',
  source: 'RFC 6750, section 3.1, invalid_request',
  level: 'required',
  async run(subject, { send }) {
    for (const value of ['Bearer', 'Bearer ']) {
      const answer = await send(withAuthorization(subject, value));
      mustRefuse(subject.dialect, answer, 'credentials-malformed', 'a scheme alone');
    }
  },
};
