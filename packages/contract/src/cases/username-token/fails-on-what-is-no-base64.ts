import { mustRefuseAsOne } from '../../dialect.ts';
import { tokenOf, type UsernameTokenCase } from './username-token-subject.ts';

export const failsOnWhatIsNoBase64: UsernameTokenCase = {
  name: 'fails-on-what-is-no-base64',
  sent: 'in place of the tranKey, and of the nonce: punctuation, one letter, quotes, a letter of another script',
  expected: 'each is refused, none is an error of the server',
  why: 'What a stranger sends must never be more than a refusal.',
  source: 'RFC 4648, section 3.3; Placetopay, Authentication (error 107)',
  level: 'required',
  async run(subject, { send }) {
    for (const part of ['tranKey', 'nonce'] as const) {
      for (const text of ['!!!', 'a', '""', '====', '%00', '\u00df\u00df\u00df\u00df']) {
        const answer = await send(subject.carry({ ...tokenOf(subject), [part]: text }));
        const { dialect } = subject;
        mustRefuseAsOne(dialect, answer, ['credentials-malformed', 'proof-mismatch'], `${part} «${text}»`);
      }
    }
  },
};
