import { mustAccept, mustRefuse } from '../../dialect.ts';
import { type PairCase, withPair } from './pair-subject.ts';

export const mixesUpRequests: PairCase = {
  name: 'mixes-up-requests',
  sent: '20 right and 20 wrong pairs, all at the same time',
  expected: 'every right one is accepted, every wrong one refused',
  why: 'What a server keeps of one request outside of it decides about another.',
  source: 'CWE-362',
  level: 'required',
  async run(subject, { sendAtOnce }) {
    const right = withPair(subject, subject.account);
    const wrong = withPair(subject, { ...subject.account, secret: 'no-such-secret' });
    const answers = await sendAtOnce(
      Array.from({ length: 40 }, (_, place) => (place % 2 === 0 ? right : wrong)),
    );
    for (const [place, answer] of answers.entries()) {
      if (place % 2 === 0) mustAccept(subject.dialect, answer, 'a right pair among others');
      else mustRefuse(subject.dialect, answer, 'proof-mismatch', 'a wrong pair among others');
    }
  },
};
