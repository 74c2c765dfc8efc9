import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const letsInactiveAccountsIn: UsernameTokenCase = {
  name: 'lets-inactive-accounts-in',
  sent: 'a right token of an account that is not active',
  expected: 'it is refused',
  why: 'Closing an account has to close it.',
  source: 'Placetopay, Authentication (error 104)',
  level: 'required',
  async run(subject, { send }) {
    const of = needed(subject.inactiveAccount, 'inactiveAccount: one that is known and not active');
    mustRefuse(subject.dialect, await send(withToken(subject, { of })), 'account-inactive');
  },
};
