import { randomInt } from 'node:crypto';
import { mustAccept } from '../../dialect.ts';
import type { Answer } from '../../request.ts';
import { seedAt } from '../../sign/username-token.ts';
import { type UsernameTokenCase, withToken } from './username-token-subject.ts';

export const wantsALongNonce: UsernameTokenCase = {
  name: 'wants-a-long-nonce',
  sent: 'nonces of one digit and of six digits',
  expected: 'each is accepted',
  why: 'The examples of the documentation draw a number below a million: what a client draws may be short.',
  source: 'Placetopay, Authentication (the nonce of the examples)',
  level: 'required',
  async run(subject, { send }) {
    for (const digits of [1, 6]) {
      let answer: Answer;
      let tries = 0;
      do {
        const nonce = String(randomInt(10 ** digits)).padStart(digits, '0');
        const seed = seedAt(subject.clock() + randomInt(60_000));
        answer = await send(withToken(subject, { nonce, seed }));
        tries += 1;
        // Another run may have drawn the same digit in the same second.
      } while (!subject.dialect.accepted.includes(answer.status) && tries < 3);
      mustAccept(subject.dialect, answer, `a nonce of ${digits} digits`);
    }
  },
};
