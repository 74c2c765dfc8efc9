import { needed } from '../../contract-case.ts';
import { mustAccept } from '../../dialect.ts';
import { seedAt } from '../../sign/username-token.ts';
import { newNonce, type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const sharesNoncesBetweenAccounts: UsernameTokenCase = {
  name: 'shares-nonces-between-accounts',
  sent: 'one nonce and one seed, in a token of each of two accounts',
  expected: 'each is accepted',
  why: 'Where they are remembered for all accounts together, one account uses up what belongs to another.',
  source: 'Placetopay, Authentication (the nonce of the examples)',
  level: 'required',
  async run(subject, { send }) {
    const of = needed(subject.otherAccount, 'otherAccount: another that is accepted');
    const same = { nonce: newNonce(), seed: seedAt(subject.clock()) };
    mustAccept(subject.dialect, await send(withToken(subject, same)), 'the first account');
    mustAccept(subject.dialect, await send(withToken(subject, { ...same, of })), 'the other account');
  },
};
