import { CaseFailed } from '../../contract-case.ts';
import type { PairCase } from '../pair/pair-subject.ts';
import { basicChallenges } from './basic-challenges.ts';

export const namesNoCharset: PairCase = {
  name: 'names-no-charset',
  sent: 'the request without a credential',
  expected: 'the challenge says `charset="UTF-8"`',
  why: 'Without it a client may encode an id or a secret beyond ASCII in its own way.',
  source: 'RFC 7617, section 2.1',
  level: 'advice',
  async run({ request }, { send }) {
    const challenges = basicChallenges(await send(request));
    if (!challenges.some((one) => /[\s,]charset\s*=\s*"?utf-8"?/i.test(one))) {
      throw new CaseFailed(`the challenge names no charset: «${challenges.join(', ')}»`);
    }
  },
};
