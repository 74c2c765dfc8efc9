import { randomBytes } from 'node:crypto';
import { mustAccept } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const readsTheNonceAsText: UsernameTokenCase = {
  name: 'reads-the-nonce-as-text',
  sent: 'a nonce of 16 bytes that are no UTF-8',
  expected: 'it is accepted',
  why: 'The nonce is bytes. Who makes a text of them on the way hashes something else.',
  source: 'UsernameToken Profile 1.1, section 3.1; Placetopay, Authentication',
  level: 'required',
  async run(subject, { send }) {
    const nonce = Buffer.concat([Buffer.from([0xff, 0xc3, 0x28]), randomBytes(13)]);
    mustAccept(subject.dialect, await send(withToken(subject, { nonce })));
  },
};
