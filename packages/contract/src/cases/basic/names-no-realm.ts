import { CaseFailed } from '../../contract-case.ts';
import type { PairCase } from '../pair/pair-subject.ts';
import { basicChallenges } from './basic-challenges.ts';

export const namesNoRealm: PairCase = {
  name: 'names-no-realm',
  sent: 'the request without a credential',
  expected: 'the challenge names a realm',
  why: 'The realm is required: a client may ignore a challenge without one, and cannot tell which credential is meant.',
  source: 'RFC 7617, section 2',
  level: 'required',
  async run({ request }, { send }) {
    const challenges = basicChallenges(await send(request));
    if (!challenges.some((one) => /[\s,]realm\s*=\s*("|[^\s",])/i.test(one))) {
      throw new CaseFailed(`the challenge names no realm: «${challenges.join(', ')}»`);
    }
  },
};
