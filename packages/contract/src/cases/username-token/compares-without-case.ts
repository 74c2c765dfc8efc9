import { mustRefuseAsOne } from '../../dialect.ts';
import { tokenOf, type UsernameTokenCase } from './username-token-subject.ts';

export const comparesWithoutCase: UsernameTokenCase = {
  name: 'compares-without-case',
  sent: 'the right tranKey in lower case, and in upper case',
  expected: 'each is refused',
  why: 'Base64 has a case: where it is folded, many digests are as good as the right one.',
  source: 'RFC 4648, section 4; CWE-178',
  level: 'required',
  async run(subject, { send }) {
    for (const folded of ['toLowerCase', 'toUpperCase'] as const) {
      const token = tokenOf(subject);
      const answer = await send(subject.carry({ ...token, tranKey: token.tranKey[folded]() }));
      mustRefuseAsOne(subject.dialect, answer, ['proof-mismatch', 'credentials-malformed']);
    }
  },
};
