import { hash } from 'node:crypto';
import { mustRefuse } from '../../dialect.ts';
import { newNonce, tokenOf, type UsernameTokenCase } from './username-token-subject.ts';

export const leavesOutTheSecret: UsernameTokenCase = {
  name: 'leaves-out-the-secret',
  sent: 'digests over nonce and seed alone, over login, nonce and seed, and over nothing',
  expected: 'each is refused',
  why: 'Everybody can make a digest without a secret in it.',
  source: 'Placetopay, Authentication (error 102)',
  level: 'required',
  async run(subject, { send }) {
    const { login, seed } = tokenOf(subject);
    for (const prefix of ['', login]) {
      const nonce = newNonce();
      const tranKey = hash('sha256', `${prefix}${nonce}${seed}`, 'base64');
      const token = { login, tranKey, nonce: Buffer.from(nonce).toString('base64'), seed };
      mustRefuse(subject.dialect, await send(subject.carry(token)), 'proof-mismatch');
    }
    const ofNothing = { ...tokenOf(subject), tranKey: hash('sha256', '', 'base64') };
    mustRefuse(
      subject.dialect,
      await send(subject.carry(ofNothing)),
      'proof-mismatch',
      'a digest over nothing',
    );
  },
};
