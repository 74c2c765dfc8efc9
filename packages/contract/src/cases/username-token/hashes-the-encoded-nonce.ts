import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const hashesTheEncodedNonce: UsernameTokenCase = {
  name: 'hashes-the-encoded-nonce',
  sent: 'a token whose digest is over the base64 text of the nonce',
  expected: 'it is refused',
  why: 'The digest is over the bytes. A server that tries both makes the next one that does not look broken.',
  source: 'Placetopay, Authentication; UsernameToken Profile 1.1, section 3.1',
  level: 'advice',
  async run(subject, { send }) {
    const answer = await send(withToken(subject, { fault: 'base64-nonce-hashed' }));
    mustRefuse(subject.dialect, answer, 'proof-mismatch');
  },
};
