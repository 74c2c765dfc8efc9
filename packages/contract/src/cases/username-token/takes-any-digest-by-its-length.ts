import { createHash } from 'node:crypto';
import { mustRefuseAsOne } from '../../dialect.ts';
import { tokenOf, type UsernameTokenCase } from './username-token-subject.ts';

export const takesAnyDigestByItsLength: UsernameTokenCase = {
  name: 'takes-any-digest-by-its-length',
  sent: 'tokens made with MD5, SHA-224, SHA-384 and SHA-512',
  expected: 'each is refused',
  why: 'Who takes whatever its library knows takes what was broken long ago.',
  source: 'Placetopay, Authentication (tranKey); NIST SP 800-131A, section 9',
  level: 'required',
  async run(subject, { send }) {
    for (const algorithm of ['md5', 'sha224', 'sha384', 'sha512']) {
      const token = tokenOf(subject);
      const bytes = `${Buffer.from(token.nonce, 'base64')}${token.seed}${subject.account.secret}`;
      const tranKey = createHash(algorithm).update(bytes).digest('base64');
      const answer = await send(subject.carry({ ...token, tranKey }));
      mustRefuseAsOne(
        subject.dialect,
        answer,
        ['digest-not-allowed', 'proof-mismatch', 'credentials-malformed'],
        algorithm,
      );
    }
  },
};
