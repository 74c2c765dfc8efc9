import { CaseFailed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const acceptsARace: UsernameTokenCase = {
  name: 'accepts-a-race',
  sent: 'one token in 20 requests at once',
  expected: 'exactly one of them is accepted',
  why: 'Who looks whether a token was used, and notes afterwards that it was, accepts as many as arrive in between.',
  source: 'UsernameToken Profile 1.1, section 3.1; CWE-367',
  level: 'required',
  async run(subject, { sendAtOnce }) {
    const request = withToken(subject);
    const answers = await sendAtOnce(Array.from({ length: 20 }, () => request));
    const accepted = answers.filter(({ status }) => subject.dialect.accepted.includes(status));
    if (accepted.length !== 1) {
      throw new CaseFailed(`exactly one of 20 must be accepted, and ${accepted.length} were`);
    }
    for (const answer of answers.filter((one) => !accepted.includes(one))) {
      mustRefuse(subject.dialect, answer, 'replayed', 'each of the others');
    }
  },
};
