import { mustNotBeCached } from '../../answer-checks.ts';
import { encodedPair } from '../../sign/pair.ts';
import { type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const letsRefusalsBeCached: TokenEndpointCase = {
  name: 'lets-refusals-be-cached',
  sent: 'requests with a wrong secret, and with another grant type',
  expected: '`Cache-Control: no-store`',
  why: 'A refusal that a cache keeps is still there when the request has been put right.',
  source: 'RFC 6749, section 5.2, by its example',
  level: 'advice',
  async run(subject, { send }) {
    const wrong = `Basic ${encodedPair({ ...subject.client, secret: 'no-such-secret' })}`;
    for (const but of [{ authorization: wrong }, { body: 'grant_type=password' }]) {
      mustNotBeCached(await send(tokenRequest(subject, but)), 'a refusal');
    }
  },
};
