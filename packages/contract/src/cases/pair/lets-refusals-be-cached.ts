import { mustNotBeCached } from '../../answer-checks.ts';
import { type PairCase, withPair } from './pair-subject.ts';

export const letsRefusalsBeCached: PairCase = {
  name: 'lets-refusals-be-cached',
  sent: 'the request without a credential, and with a wrong one',
  expected: 'each refusal says `Cache-Control: no-store`',
  why: 'A refusal that a cache keeps is still there when the credential has been put right.',
  source: 'RFC 9111, section 5.2.2.5',
  level: 'advice',
  async run(subject, { send }) {
    const wrong = { ...subject.account, secret: 'no-such-secret' };
    for (const request of [subject.request, withPair(subject, wrong)]) {
      mustNotBeCached(await send(request), 'a refusal');
    }
  },
};
