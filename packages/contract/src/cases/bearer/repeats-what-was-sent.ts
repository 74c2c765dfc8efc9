import { CaseFailed } from '../../contract-case.ts';
import { mustNotAccept } from '../../dialect.ts';
import { type BearerCase, freshToken, spliced, withToken } from './bearer-subject.ts';

export const repeatsWhatWasSent: BearerCase = {
  name: 'repeats-what-was-sent',
  sent: 'a token that is refused',
  expected: 'the answer holds none of its parts',
  why: 'Answers are logged, by proxies and clients, and a token that is refused here may be good elsewhere.',
  source: 'CWE-209',
  level: 'required',
  async run(subject, exchange) {
    const token = spliced(await freshToken(subject, exchange), { signature: 'AAAA' });
    const { headers, text, status } = await exchange.send(withToken(subject, token));
    mustNotAccept(
      { headers, text, status, json: undefined, milliseconds: 0 },
      'a token of another signature',
    );
    const answer = JSON.stringify([Object.entries(headers), text]);
    const [, payload = ''] = token.split('.');
    if (answer.includes(payload)) throw new CaseFailed('the answer repeats the token that was sent');
  },
};
