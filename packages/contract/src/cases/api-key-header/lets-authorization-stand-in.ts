import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import { encodedPair } from '../../sign/pair.ts';
import { type PairCase, withPair } from '../pair/pair-subject.ts';

export const letsAuthorizationStandIn: PairCase = {
  name: 'lets-authorization-stand-in',
  sent: 'a wrong key, and a right pair in `Authorization` beside it: of the same account, and of another',
  expected: 'each is refused',
  why: 'A credential that was rejected is rejected. Whoever asks for another until one fits lets a wrong one pass.',
  source: 'ConnectPay, BaaS with SCA, Authentication',
  level: 'required',
  async run(subject, { send }) {
    const { account } = subject;
    const other = needed(subject.otherAccount, 'otherAccount: another that is accepted');
    const wrong = withPair(subject, { ...account, secret: 'no-such-secret' });
    for (const pair of [account, other]) {
      const answer = await send(withHeaders(wrong, ['Authorization', `Basic ${encodedPair(pair)}`]));
      mustRefuse(subject.dialect, answer, 'proof-mismatch', 'a wrong key beside a right pair');
    }
  },
};
