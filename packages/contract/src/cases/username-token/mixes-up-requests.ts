import { mustAccept, mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const mixesUpRequests: UsernameTokenCase = {
  name: 'mixes-up-requests',
  sent: '20 right tokens and 20 wrong ones at once, each of them new',
  expected: 'the right ones are accepted, the wrong ones refused',
  why: 'State that requests share, a lock that is never given back, a memory that counts instead of comparing: they show where requests meet.',
  source: 'CWE-362',
  level: 'required',
  async run(subject, { sendAtOnce }) {
    const secrets = [subject.account.secret, 'no-such-secret'];
    const requests = Array.from({ length: 40 }, (_, place) => {
      const secret = secrets[place % 2] ?? '';
      return withToken(subject, { secret });
    });
    const answers = await sendAtOnce(requests);
    for (const [place, answer] of answers.entries()) {
      if (place % 2 === 0) mustAccept(subject.dialect, answer, 'a right token among others');
      else mustRefuse(subject.dialect, answer, 'proof-mismatch', 'a wrong token among others');
    }
  },
};
