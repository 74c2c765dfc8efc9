import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { mustLookAlike } from '../../look-alike.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const tellsStrangersOfAnAccount: UsernameTokenCase = {
  name: 'tells-strangers-of-an-account',
  sent: 'wrong secrets of accounts that are inactive, expired, or have an expired secret, and of one that is none of it',
  expected: 'all are refused with the same status, headers and body',
  why: "What becomes of an account is nobody's business who cannot prove to be it.",
  source: 'OWASP Authentication Cheat Sheet, Authentication Responses',
  level: 'required',
  async run(subject, { send }) {
    const { account, inactiveAccount, expiredAccount, accountWithExpiredSecret } = subject;
    const others = [inactiveAccount, expiredAccount, accountWithExpiredSecret].filter(
      (one) => one !== undefined,
    );
    needed(others[0], 'inactiveAccount, expiredAccount or accountWithExpiredSecret');
    const wrong = (login: string) => send(withToken(subject, { login, secret: 'no-such-secret' }));
    for (const { id } of others) {
      const answer = await wrong(id);
      const ofActive = await wrong(account.id);
      const again = await wrong(id);
      mustRefuse(subject.dialect, answer, 'proof-mismatch', `a wrong secret of ${id}`);
      mustLookAlike(answer, ofActive, again, `wrong secrets of ${id} and of an active account`);
    }
  },
};
