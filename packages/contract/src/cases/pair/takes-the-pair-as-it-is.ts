import { mustRefuse } from '../../dialect.ts';
import { encodedPair } from '../../sign/pair.ts';
import { type PairCase, withCredentials } from './pair-subject.ts';

export const takesThePairAsItIs: PairCase = {
  name: 'takes-the-pair-as-it-is',
  sent: 'the right pair, not encoded at all',
  expected: 'it is refused',
  why: 'What is not base64 is no pair. Who takes it as well reads two grammars in one header.',
  source: 'RFC 7617, section 2',
  level: 'advice',
  async run(subject, { send }) {
    const text = encodedPair(subject.account, 'not-encoded');
    mustRefuse(subject.dialect, await send(withCredentials(subject, text)), 'credentials-malformed');
  },
};
