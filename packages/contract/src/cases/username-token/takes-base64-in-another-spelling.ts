import { mustRefuse } from '../../dialect.ts';
import { otherSpellings, spellableToken } from './other-spellings.ts';
import type { UsernameTokenCase } from './username-token-subject.ts';

export const takesBase64InAnotherSpelling: UsernameTokenCase = {
  name: 'takes-base64-in-another-spelling',
  sent: 'new tokens with their nonce or their tranKey unpadded, URL-safe, not canonical, or with white space',
  expected: 'each is refused',
  why: 'One value has one spelling: what has two passes every list that it is on.',
  source: 'RFC 4648, sections 3.2 to 3.5',
  level: 'advice',
  async run(subject, { send }) {
    for (const place of otherSpellings(spellableToken(subject)).keys()) {
      const other = otherSpellings(spellableToken(subject))[place];
      if (!other) continue;
      const answer = await send(subject.carry(other.spelled));
      mustRefuse(subject.dialect, answer, 'credentials-malformed', other.as);
    }
  },
};
