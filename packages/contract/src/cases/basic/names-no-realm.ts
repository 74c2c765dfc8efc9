import { CaseFailed } from '../../contract-case.ts';
import { type PairCase, withPair } from '../pair/pair-subject.ts';
import { basicChallenges } from './basic-challenges.ts';

export const namesNoRealm: PairCase = {
  name: 'names-no-realm',
  sent: 'the request without a credential, and with a wrong one',
  expected: 'each is refused with a challenge that names a realm',
  why: 'The realm is required: a client may ignore a challenge without one, and cannot tell which credential is meant.',
  source: 'RFC 7617, section 2',
  level: 'required',
  async run(subject, { send }) {
    const wrong = withPair(subject, { ...subject.account, secret: 'no-such-secret' });
    for (const request of [subject.request, wrong]) {
      const challenges = basicChallenges(await send(request));
      if (!challenges.some((one) => /[\s,]realm\s*=\s*("|[^\s",])/i.test(one))) {
        throw new CaseFailed(`the challenge names no realm: «${challenges.join(', ')}»`);
      }
    }
  },
};
