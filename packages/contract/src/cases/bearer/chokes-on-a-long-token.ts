import { mustRefuseSoon } from '../../answer-checks.ts';
import { type BearerCase, withToken } from './bearer-subject.ts';

export const chokesOnALongToken: BearerCase = {
  name: 'chokes-on-a-long-token',
  sent: 'tokens of 4,000 and 16,000 characters',
  expected: 'each is answered with 400, 401, 413 or 431, within two seconds',
  why: 'Work that grows with what a stranger sends, or fails by it, is a way to stop the server.',
  source: 'RFC 6585, section 5; CWE-400',
  level: 'required',
  async run(subject, { send }) {
    const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
    for (const length of [4_000, 16_000]) {
      const token = `${header}.${'A'.repeat(length - 80)}.AAAA`;
      mustRefuseSoon(await send(withToken(subject, token)), `${length} characters`);
    }
  },
};
