import { mustRefuseAsOne } from '../../dialect.ts';
import type { UsernameToken } from '../../sign/username-token.ts';
import { tokenOf, type UsernameTokenCase, type UsernameTokenSubject } from './username-token-subject.ts';

export const comparesWithoutCase: UsernameTokenCase = {
  name: 'compares-without-case',
  sent: 'the right tranKey in lower case, and in upper case',
  expected: 'each is refused',
  why: 'Base64 has a case: where it is folded, many digests are as good as the right one.',
  source: 'RFC 4648, section 4; CWE-178',
  level: 'required',
  async run(subject, { send }) {
    for (const fold of ['toLowerCase', 'toUpperCase'] as const) {
      const answer = await send(subject.carry(foldedToken(subject, fold)));
      mustRefuseAsOne(subject.dialect, answer, ['proof-mismatch', 'credentials-malformed']);
    }
  },
};

/** One that is base64 all the same: it must be refused for what it is, not for how it is written. */
function foldedToken(subject: UsernameTokenSubject, fold: 'toLowerCase' | 'toUpperCase'): UsernameToken {
  for (;;) {
    const token = tokenOf(subject);
    const tranKey = token.tranKey[fold]();
    if (Buffer.from(tranKey, 'base64').toString('base64') === tranKey) return { ...token, tranKey };
  }
}
