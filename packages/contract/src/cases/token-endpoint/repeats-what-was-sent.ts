import { mustNotRepeat } from '../../answer-checks.ts';
import { encodedPair } from '../../sign/pair.ts';
import { type TokenEndpointCase, tokenRequest } from './token-endpoint-subject.ts';

export const repeatsWhatWasSent: TokenEndpointCase = {
  name: 'repeats-what-was-sent',
  sent: 'a wrong secret that is easy to find again',
  expected: 'the answer holds neither the secret nor the pair',
  why: 'Answers are logged, by proxies and clients. A wrong secret is often the right one of something else.',
  source: 'CWE-209',
  level: 'required',
  async run(subject, { send }) {
    const pair = { id: subject.client.id, secret: 'Vr7-a-secret-to-find-again-9kQ' };
    const authorization = `Basic ${encodedPair(pair)}`;
    mustNotRepeat(await send(tokenRequest(subject, { authorization })), pair.secret, encodedPair(pair));
  },
};
