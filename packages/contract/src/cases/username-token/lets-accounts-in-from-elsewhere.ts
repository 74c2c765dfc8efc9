import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const letsAccountsInFromElsewhere: UsernameTokenCase = {
  name: 'lets-accounts-in-from-elsewhere',
  sent: 'a right token of an account that may not be used from this address',
  expected: 'it is refused',
  why: 'An address list that is not looked at is none.',
  source: 'CWE-291; CWE-863',
  level: 'required',
  async run(subject, { send }) {
    const of = needed(subject.accountElsewhere, 'accountElsewhere: one that may not be used from here');
    mustRefuse(subject.dialect, await send(withToken(subject, { of })), 'address-not-allowed');
  },
};
