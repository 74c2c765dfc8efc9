import { mustAccept } from '../../dialect.ts';
import { type PairCase, withPair } from './pair-subject.ts';

export const refusesTheRightPair: PairCase = {
  name: 'refuses-the-right-pair',
  sent: 'the right id and secret',
  expected: 'it is accepted',
  why: 'Nothing else that these cases say counts for a server that refuses everything.',
  source: 'RFC 7617, section 2',
  level: 'required',
  async run(subject, { send }) {
    mustAccept(subject.dialect, await send(withPair(subject, subject.account)));
  },
};
