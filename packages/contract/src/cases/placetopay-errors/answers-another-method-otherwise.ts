import { CaseFailed } from '../../contract-case.ts';
import type { JsonAuthCase } from '../auth-in-json/json-auth-subject.ts';

export const answersAnotherMethodOtherwise: JsonAuthCase = {
  name: 'answers-another-method-otherwise',
  sent: 'GET in the place of POST',
  expected: '405, with `Allow`',
  why: 'A client that is told so need not look for its mistake in its credentials.',
  source: 'RFC 9110, section 15.5.6',
  level: 'advice',
  async run({ request }, { send }) {
    const { status, headers } = await send({ ...request, method: 'GET' });
    if (status !== 405) throw new CaseFailed(`it must be answered 405, and was answered ${status}`);
    if (!headers.allow?.join().includes('POST')) throw new CaseFailed('a 405 must name POST in Allow');
  },
};
