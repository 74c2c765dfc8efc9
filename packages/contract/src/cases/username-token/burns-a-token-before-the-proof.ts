import { mustAccept, mustRefuse } from '../../dialect.ts';
import { tokenOf, type UsernameTokenCase } from './username-token-subject.ts';

export const burnsATokenBeforeTheProof: UsernameTokenCase = {
  name: 'burns-a-token-before-the-proof',
  sent: 'a wrong digest over a nonce and a seed, and then the right one',
  expected: 'the first is refused, the second is accepted',
  why: 'What is noted before the digest is checked, anybody can note: whoever guesses a nonce uses it up for its owner, and whoever sends many fills the memory.',
  source: 'UsernameToken Profile 1.1, section 4',
  level: 'required',
  async run(subject, { send }) {
    const right = tokenOf(subject);
    const wrong = { ...right, tranKey: tokenOf(subject).tranKey };
    mustRefuse(subject.dialect, await send(subject.carry(wrong)), 'proof-mismatch', 'the wrong digest');
    mustAccept(subject.dialect, await send(subject.carry(right)), 'the right digest after it');
  },
};
