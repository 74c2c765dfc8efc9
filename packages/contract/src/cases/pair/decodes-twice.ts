import { mustRefuse } from '../../dialect.ts';
import { encodedPair } from '../../sign/pair.ts';
import { type PairCase, withCredentials } from './pair-subject.ts';

export const decodesTwice: PairCase = {
  name: 'decodes-twice',
  sent: 'the right pair, base64-encoded twice',
  expected: 'it is refused',
  why: 'A client that encodes twice should be told on its first day. A server that decodes until something fits reads what nobody sent.',
  source: 'RFC 7617, section 2',
  level: 'advice',
  async run(subject, { send }) {
    const text = encodedPair(subject.account, 'encoded-twice');
    mustRefuse(subject.dialect, await send(withCredentials(subject, text)), 'credentials-malformed');
  },
};
