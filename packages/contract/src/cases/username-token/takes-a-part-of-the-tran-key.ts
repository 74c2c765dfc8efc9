import { mustRefuseAsOne } from '../../dialect.ts';
import { tokenOf, type UsernameTokenCase } from './username-token-subject.ts';

export const takesAPartOfTheTranKey: UsernameTokenCase = {
  name: 'takes-a-part-of-the-tran-key',
  sent: 'the first 1, 8, 20 and 31 bytes of the right digest, and the digest with a byte more',
  expected: 'each is refused',
  why: 'Who compares as far as the shorter of two goes accepts a digest of one byte: 256 requests find it.',
  source: 'Placetopay, Authentication (error 102); CWE-1023',
  level: 'required',
  async run(subject, { send }) {
    for (const length of [1, 8, 20, 31, 33]) {
      const token = tokenOf(subject);
      const digest = Buffer.concat([Buffer.from(token.tranKey, 'base64'), Buffer.alloc(1)]);
      const tranKey = digest.subarray(0, length).toString('base64');
      const answer = await send(subject.carry({ ...token, tranKey }));
      mustRefuseAsOne(
        subject.dialect,
        answer,
        ['proof-mismatch', 'credentials-malformed'],
        `${length} bytes of 32`,
      );
    }
  },
};
