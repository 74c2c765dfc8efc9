import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const takesANonceThatIsNoBase64: UsernameTokenCase = {
  name: 'takes-a-nonce-that-is-no-base64',
  sent: 'a nonce that is sent as it is, and hashed as it is',
  expected: 'it is refused',
  why: 'A decoder that skips what it does not know makes other bytes of it, and the same bytes of many nonces.',
  source: 'RFC 4648, section 3.3; Placetopay, Authentication (error 107)',
  level: 'advice',
  async run(subject, { send }) {
    const answer = await send(withToken(subject, { fault: 'nonce-not-base64' }));
    mustRefuse(subject.dialect, answer, 'credentials-malformed');
  },
};
