import { mustAccept } from '../../dialect.ts';
import { seedAt } from '../../sign/username-token.ts';
import { newNonce, type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const remembersTheNonceAlone: UsernameTokenCase = {
  name: 'remembers-the-nonce-alone',
  sent: 'one nonce with two seeds, each with its own digest',
  expected: 'each is accepted',
  why: 'Clients draw their nonces from as few as a million: one comes again within minutes, in a request that is new.',
  source: 'Placetopay, Authentication (the nonce of the examples)',
  level: 'required',
  async run(subject, { send }) {
    const nonce = newNonce();
    const now = subject.clock();
    mustAccept(
      subject.dialect,
      await send(withToken(subject, { nonce, seed: seedAt(now) })),
      'the first seed',
    );
    const other = withToken(subject, { nonce, seed: seedAt(now + 1000) });
    mustAccept(subject.dialect, await send(other), 'the same nonce with another seed');
  },
};
