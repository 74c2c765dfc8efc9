import { mustRefuse } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import type { PairCase } from '../pair/pair-subject.ts';

export const failsOnASchemeAlone: PairCase = {
  name: 'fails-on-a-scheme-alone',
  sent: '`Basic` with nothing after it, and with white space alone',
  expected: 'each is refused, none is an error of the server',
  why: 'Who takes the second word for granted fails where there is none: anybody can make it fail.',
  source: 'RFC 7617, section 2',
  level: 'required',
  async run({ dialect, request }, { send }) {
    for (const value of ['Basic', 'Basic ', 'Basic    ']) {
      const answer = await send(withHeaders(request, ['Authorization', value]));
      mustRefuse(dialect, answer, 'credentials-malformed', 'a scheme alone');
    }
  },
};
