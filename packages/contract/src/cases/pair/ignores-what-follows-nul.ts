import { mustRefuse } from '../../dialect.ts';
import { type PairCase, withBytes } from './pair-subject.ts';

export const ignoresWhatFollowsNul: PairCase = {
  name: 'ignores-what-follows-nul',
  sent: 'the right pair with NUL and more after it, and a NUL after the id',
  expected: 'each is refused',
  why: 'A comparison that stops at NUL takes a secret for another one that begins like it.',
  source: 'RFC 7617, section 2: no control characters',
  level: 'required',
  async run(subject, { send }) {
    const { id, secret } = subject.account;
    for (const text of [`${id}:${secret}\0`, `${id}:${secret}\0more`, `${id}\0more:${secret}`]) {
      mustRefuse(subject.dialect, await send(withBytes(subject, text)), 'credentials-malformed');
    }
  },
};
