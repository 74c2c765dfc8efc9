import { CaseFailed } from '../../contract-case.ts';
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
    const { headers, text } = await send(
      tokenRequest(subject, { authorization: `Basic ${encodedPair(pair)}` }),
    );
    const answer = JSON.stringify([Object.entries(headers), text]);
    if (answer.includes(pair.secret) || answer.includes(encodedPair(pair))) {
      throw new CaseFailed('the answer repeats the secret that was sent');
    }
  },
};
