import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type PairCase, withPair } from './pair-subject.ts';

export const letsInactiveAccountsIn: PairCase = {
  name: 'lets-inactive-accounts-in',
  sent: 'the right pair of an account that is not active',
  expected: 'it is refused',
  why: 'An account that was switched off, and still works, was not switched off.',
  source: 'RFC 9110, section 15.5.4',
  level: 'required',
  async run(subject, { send }) {
    const account = needed(subject.inactiveAccount, 'inactiveAccount: one that is known and not active');
    mustRefuse(
      subject.dialect,
      await send(withPair(subject, account)),
      'account-inactive',
      'an inactive account',
    );
  },
};
