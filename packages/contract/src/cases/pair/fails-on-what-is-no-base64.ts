import { mustRefuse } from '../../dialect.ts';
import { type PairCase, withCredentials } from './pair-subject.ts';

export const failsOnWhatIsNoBase64: PairCase = {
  name: 'fails-on-what-is-no-base64',
  sent: 'in place of the pair: punctuation, one letter, percent signs, quotes',
  expected: 'each is refused, none is an error of the server',
  why: 'What a stranger sends must never be more than a refusal.',
  source: 'RFC 7617, section 2; RFC 4648, section 3.3',
  level: 'required',
  async run(subject, { send }) {
    for (const text of ['!!!', 'a', '%%%%', '""', '====', '[object Object]', '\u00e9\u00ff']) {
      const answer = await send(withCredentials(subject, text));
      mustRefuse(subject.dialect, answer, 'credentials-malformed', `«${text}»`);
    }
  },
};
