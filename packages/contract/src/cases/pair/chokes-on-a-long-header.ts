import { mustRefuseSoon } from '../../answer-checks.ts';
import { type PairCase, withBytes } from './pair-subject.ts';

export const chokesOnALongHeader: PairCase = {
  name: 'chokes-on-a-long-header',
  sent: 'credentials of 4,000 and 16,000 characters',
  expected: 'each is answered with 400, 401, 413 or 431, within two seconds',
  why: 'Work that grows with what a stranger sends, or fails by it, is a way to stop the server.',
  source: 'RFC 6585, section 5; CWE-400',
  level: 'required',
  async run(subject, { send }) {
    const { id } = subject.account;
    for (const length of [4_000, 16_000]) {
      const text = `${id}:${'a'.repeat((length / 4) * 3 - id.length - 1)}`;
      mustRefuseSoon(await send(withBytes(subject, text)), `${length} characters`);
    }
  },
};
