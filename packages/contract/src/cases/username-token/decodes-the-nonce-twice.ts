import { randomBytes } from 'node:crypto';
import { mustAccept } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const decodesTheNonceTwice: UsernameTokenCase = {
  name: 'decodes-the-nonce-twice',
  sent: 'a nonce of 44 characters that are base64 themselves',
  expected: 'it is accepted',
  why: 'It is decoded once. Who goes on for as long as it can hashes something else.',
  source: 'UsernameToken Profile 1.1, section 3.1; Placetopay, Authentication',
  level: 'required',
  async run(subject, { send }) {
    const nonce = randomBytes(32).toString('base64');
    mustAccept(subject.dialect, await send(withToken(subject, { nonce })));
  },
};
