import { mustRefuse } from '../../dialect.ts';
import { type PairCase, withPair } from './pair-subject.ts';

export const acceptsAWrongSecret: PairCase = {
  name: 'accepts-a-wrong-secret',
  sent: 'the right id with secrets that are almost right: longer, shorter, in another case, empty',
  expected: 'each is refused',
  why: 'A comparison of prefixes, or one that ignores case, makes a secret guessable piece by piece.',
  source: 'RFC 7617, section 2',
  level: 'required',
  async run(subject, { send }) {
    const { id, secret } = subject.account;
    const almost = [`${secret}0`, secret.slice(0, -1), inOtherCase(secret), '', 'no-such-secret'];
    for (const wrong of almost.filter((one) => one !== secret)) {
      mustRefuse(subject.dialect, await send(withPair(subject, { id, secret: wrong })), 'proof-mismatch');
    }
  },
};

function inOtherCase(text: string): string {
  const upper = text.toUpperCase();
  return upper === text ? text.toLowerCase() : upper;
}
