import { mustRefuse } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import { type PairCase, withPair } from './pair-subject.ts';

export const takesOneOfTwoCredentials: PairCase = {
  name: 'takes-one-of-two-credentials',
  sent: 'two credentials: the right one and a wrong one, in both orders',
  expected: 'each is refused',
  why: 'A proxy that looks at one of them and a server that looks at the other disagree about who is calling.',
  source: 'RFC 9110, section 5.3',
  level: 'required',
  async run(subject, { send }) {
    const right = withPair(subject, subject.account);
    const wrong = withPair(subject, { ...subject.account, secret: 'no-such-secret' });
    for (const [first, second] of [
      [right, wrong],
      [wrong, right],
    ] as const) {
      const both = withHeaders(first, ...second.headers.slice(-1));
      mustRefuse(subject.dialect, await send(both), 'credentials-malformed', 'two credentials');
    }
  },
};
