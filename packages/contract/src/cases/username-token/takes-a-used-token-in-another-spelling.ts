import { mustAccept, mustRefuseAsOne } from '../../dialect.ts';
import { otherSpellings, spellableToken } from './other-spellings.ts';
import type { UsernameTokenCase } from './username-token-subject.ts';

export const takesAUsedTokenInAnotherSpelling: UsernameTokenCase = {
  name: 'takes-a-used-token-in-another-spelling',
  sent: 'a token that was used, with its nonce or its tranKey in another spelling of base64',
  expected: 'each is refused',
  why: 'A lenient decoder makes the same bytes of many texts: where the text is remembered, one token is good for all of them.',
  source: 'RFC 4648, sections 3.5 and 12; CWE-294',
  level: 'required',
  async run(subject, { send }) {
    const token = spellableToken(subject);
    mustAccept(subject.dialect, await send(subject.carry(token)), 'the token');
    for (const { spelled, as } of otherSpellings(token)) {
      mustRefuseAsOne(
        subject.dialect,
        await send(subject.carry(spelled)),
        ['credentials-malformed', 'replayed'],
        `the same with ${as}`,
      );
    }
  },
};
