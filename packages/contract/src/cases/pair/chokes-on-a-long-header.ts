import { CaseFailed } from '../../contract-case.ts';
import { type PairCase, withBytes } from './pair-subject.ts';

export const chokesOnALongHeader: PairCase = {
  name: 'chokes-on-a-long-header',
  sent: 'credentials of 4,000 and 16,000 characters',
  expected: 'each is answered with 400, 401, 413 or 431, within two seconds',
  why: 'Work that grows with what a stranger sends, or fails by it, is a way to stop the server.',
  source: 'RFC 6585, section 5; CWE-400',
  level: 'required',
  async run(subject, { send }) {
    for (const length of [4_000, 16_000]) {
      const { id } = subject.account;
      const text = `${id}:${'a'.repeat((length / 4) * 3 - id.length - 1)}`;
      const { status, milliseconds } = await send(withBytes(subject, text));
      if (![400, 401, 413, 431].includes(status)) {
        throw new CaseFailed(`${length} characters must be refused, and were answered ${status}`);
      }
      if (milliseconds > 2_000)
        throw new CaseFailed(`${length} characters took ${Math.round(milliseconds)} ms`);
    }
  },
};
