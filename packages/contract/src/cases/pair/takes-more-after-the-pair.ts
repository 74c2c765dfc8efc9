import { mustRefuse } from '../../dialect.ts';
import { encodedPair } from '../../sign/pair.ts';
import { type PairCase, withCredentials } from './pair-subject.ts';

export const takesMoreAfterThePair: PairCase = {
  name: 'takes-more-after-the-pair',
  sent: 'the right pair with a comma and another after it, with a parameter, with one more word',
  expected: 'each is refused',
  why: 'A credential is one pair. What reads the first of a list and what reads the last disagree about who is calling.',
  source: 'RFC 9110, section 11.4; RFC 7617, section 2',
  level: 'required',
  async run(subject, { send }) {
    const right = encodedPair(subject.account);
    for (const text of [
      `${right}, ${right}`,
      `${right},realm="x"`,
      `${right} realm="x"`,
      `${right} ${right}`,
      `${right};`,
    ]) {
      mustRefuse(subject.dialect, await send(withCredentials(subject, text)), 'credentials-malformed');
    }
  },
};
