import { mustRefuse } from '../../dialect.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const takesSha1FromEverybody: UsernameTokenCase = {
  name: 'takes-sha-1-from-everybody',
  sent: 'a token made with SHA-1, of an account that may use SHA-256 alone',
  expected: 'it is refused',
  why: 'Which digests are good enough is for the account to say, not for whoever sends one.',
  source: 'Placetopay, Authentication (tranKey); NIST SP 800-131A, section 9',
  level: 'required',
  async run(subject, { send }) {
    mustRefuse(subject.dialect, await send(withToken(subject, { fault: 'sha1' })), 'digest-not-allowed');
  },
};
