import { mustNotRepeat } from '../../answer-checks.ts';
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
    const token = spliced(await freshToken(subject, exchange), { signature: 'bm90IGEgc2lnbmF0dXJl' });
    const answer = await exchange.send(withToken(subject, token));
    mustNotAccept(answer, 'a token of another signature');
    mustNotRepeat(answer, ...token.split('.'));
  },
};
