import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const letsExpiredAccountsIn: UsernameTokenCase = {
  name: 'lets-expired-accounts-in',
  sent: 'a right token of an account that has expired',
  expected: 'it is refused',
  why: 'An end that nobody looks at is none.',
  source: 'Placetopay, Authentication (error 105)',
  level: 'required',
  async run(subject, { send }) {
    const of = needed(subject.expiredAccount, 'expiredAccount: one that has expired');
    mustRefuse(subject.dialect, await send(withToken(subject, { of })), 'account-expired');
  },
};
