import { mustRefuse } from '../../dialect.ts';
import { seedAt } from '../../sign/username-token.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const looksAtTheSeedBeforeTheProof: UsernameTokenCase = {
  name: 'looks-at-the-seed-before-the-proof',
  sent: 'a wrong secret and an old seed, and an old seed of a login that nobody has',
  expected: 'refused as a wrong secret, and as an unknown login',
  why: 'Who looks at time first sends a client to set its clock, whose secret is wrong.',
  source: 'Placetopay, Authentication (errors 101 to 103)',
  level: 'advice',
  async run(subject, { send }) {
    const seed = seedAt(subject.clock() - 3_600_000);
    const wrong = await send(withToken(subject, { seed, secret: 'no-such-secret' }));
    mustRefuse(subject.dialect, wrong, 'proof-mismatch', 'a wrong secret and an old seed');
    const unknown = await send(withToken(subject, { seed, login: 'no-such-login' }));
    mustRefuse(subject.dialect, unknown, 'account-unknown', 'an unknown login and an old seed');
  },
};
