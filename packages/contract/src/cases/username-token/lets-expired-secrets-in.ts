import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const letsExpiredSecretsIn: UsernameTokenCase = {
  name: 'lets-expired-secrets-in',
  sent: 'a right token made with a secret that has expired, of an account that is active',
  expected: 'it is refused',
  why: 'A secret is renewed because the old one may be known.',
  source: 'Placetopay, Authentication (error 106)',
  level: 'required',
  async run(subject, { send }) {
    const of = needed(
      subject.accountWithExpiredSecret,
      'accountWithExpiredSecret: one whose secret has expired',
    );
    mustRefuse(subject.dialect, await send(withToken(subject, { of })), 'credentials-expired');
  },
};
