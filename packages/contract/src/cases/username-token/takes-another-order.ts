import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const takesAnotherOrder: UsernameTokenCase = {
  name: 'takes-another-order',
  sent: 'tokens whose digests are over seed, nonce and secret, and over nonce, secret and seed',
  expected: 'each is refused',
  why: 'A client that mixes up the order should be told on its first day.',
  source: 'Placetopay, Authentication; UsernameToken Profile 1.1, section 3.1',
  level: 'advice',
  async run(subject, { send }) {
    for (const fault of ['seed-nonce-secret', 'nonce-secret-seed'] as const) {
      mustRefuse(subject.dialect, await send(withToken(subject, { fault })), 'proof-mismatch', fault);
    }
  },
};
