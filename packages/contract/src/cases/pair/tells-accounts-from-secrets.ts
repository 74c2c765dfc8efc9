import { mustRefuse } from '../../dialect.ts';
import { mustLookAlike } from '../../look-alike.ts';
import { type PairCase, withPair } from './pair-subject.ts';

export const tellsAccountsFromSecrets: PairCase = {
  name: 'tells-accounts-from-secrets',
  sent: 'a wrong secret of an account that exists, and of one that does not',
  expected: 'both are refused with the same status, headers and body',
  why: 'Where the two differ, anybody can find out which accounts exist, and then needs only their secrets.',
  source: 'OWASP Authentication Cheat Sheet, Authentication Responses',
  level: 'required',
  async run(subject, { send }) {
    const secret = 'no-such-secret';
    const known = await send(withPair(subject, { id: subject.account.id, secret }));
    // Of the same length and form: some servers look at an id's shape first.
    const nobody = subject.account.id.replace(/[0-9a-z]/gi, (sign) => (/\d/.test(sign) ? '9' : 'q'));
    const unknown = await send(withPair(subject, { id: nobody, secret }));
    const again = await send(withPair(subject, { id: subject.account.id, secret }));
    mustRefuse(subject.dialect, known, 'proof-mismatch', 'a wrong secret');
    mustRefuse(subject.dialect, unknown, 'account-unknown', 'an unknown account');
    mustLookAlike(known, unknown, again, 'a wrong secret and an unknown account');
  },
};
