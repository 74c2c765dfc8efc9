import { CaseFailed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type PairCase, withBytes } from './pair-subject.ts';

export const reflectsALineBreak: PairCase = {
  name: 'reflects-a-line-break',
  sent: 'an id with a line break and a header in it',
  expected: 'it is refused, and the header is not in the answer',
  why: 'An id that is repeated in a header as it came lets a stranger write headers, or the body, of the answer.',
  source: 'RFC 9110, section 5.5; CWE-113',
  level: 'required',
  async run(subject, { send }) {
    for (const lineBreak of ['\r\n', '\n', '\r']) {
      const text = `${subject.account.id}${lineBreak}X-Countersign-Injected: yes${lineBreak}:no-such-secret`;
      const answer = await send(withBytes(subject, text));
      mustRefuse(subject.dialect, answer, 'credentials-malformed', 'an id with a line break');
      if (answer.headers['x-countersign-injected'] !== undefined) {
        throw new CaseFailed('the answer carries a header that the id was made of');
      }
    }
  },
};
