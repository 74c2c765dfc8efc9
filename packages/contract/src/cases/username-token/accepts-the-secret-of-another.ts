import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const acceptsTheSecretOfAnother: UsernameTokenCase = {
  name: 'accepts-the-secret-of-another',
  sent: 'a token made with the secret of another account',
  expected: 'it is refused',
  why: 'A server that looks for any account which the digest fits lets each of them speak for all.',
  source: 'Placetopay, Authentication (error 102)',
  level: 'required',
  async run(subject, { send }) {
    const { secret } = needed(subject.otherAccount, 'otherAccount: another that is accepted');
    mustRefuse(subject.dialect, await send(withToken(subject, { secret })), 'proof-mismatch');
  },
};
