import { mustRefuse } from '../../dialect.ts';
import { encodedPair } from '../../sign/pair.ts';
import { type PairCase, withCredentials } from './pair-subject.ts';

export const takesStrangersInBase64: PairCase = {
  name: 'takes-strangers-in-base64',
  sent: 'the right pair with a space, a hyphen, an exclamation mark or a letter of another script inside',
  expected: 'each is refused',
  why: 'A decoder that skips what it does not know makes endless spellings of one credential.',
  source: 'RFC 4648, section 3.3',
  level: 'advice',
  async run(subject, { send }) {
    const encoded = encodedPair(subject.account);
    for (const stranger of [' ', '\t', '!', '.', '\u00df']) {
      const text = `${encoded.slice(0, 4)}${stranger}${encoded.slice(4)}`;
      mustRefuse(subject.dialect, await send(withCredentials(subject, text)), 'credentials-malformed');
    }
  },
};
