import { mustRefuse } from '../../dialect.ts';
import { type PairCase, withPair } from './pair-subject.ts';

export const takesLookalikes: PairCase = {
  name: 'takes-lookalikes',
  sent: 'the right pair in characters that only look like it: full width, and with an invisible one',
  expected: 'each is refused',
  why: 'What folds characters into one another before it compares takes many ids for one account.',
  source: 'RFC 8265, section 3.3; Unicode Technical Report 36',
  level: 'required',
  async run(subject, { send }) {
    const { id, secret } = subject.account;
    for (const pair of [
      { id: inFullWidth(id), secret },
      { id, secret: inFullWidth(secret) },
      { id: `${id}\u200b`, secret },
      { id: `\ufeff${id}`, secret },
    ]) {
      mustRefuse(subject.dialect, await send(withPair(subject, pair)), 'proof-mismatch', 'a lookalike');
    }
  },
};

function inFullWidth(text: string): string {
  return text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
}
