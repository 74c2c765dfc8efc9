import { needed } from '../../contract-case.ts';
import { mustAccept, mustRefuse } from '../../dialect.ts';
import { type PairCase, withPair } from './pair-subject.ts';

export const acceptsTheSecretOfAnother: PairCase = {
  name: 'accepts-the-secret-of-another',
  sent: 'the id of one account with the secret of another',
  expected: 'it is refused, either way round',
  why: 'Where any secret that exists opens any account, one account is enough to take them all.',
  source: 'RFC 7617, section 2',
  level: 'required',
  async run(subject, { send }) {
    const other = needed(subject.otherAccount, 'otherAccount: another that is accepted');
    mustAccept(subject.dialect, await send(withPair(subject, other)), 'the other account by itself');
    const { account } = subject;
    for (const crossed of [
      { id: account.id, secret: other.secret },
      { id: other.id, secret: account.secret },
    ]) {
      mustRefuse(subject.dialect, await send(withPair(subject, crossed)), 'proof-mismatch');
    }
  },
};
