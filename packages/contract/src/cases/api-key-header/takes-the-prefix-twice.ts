import { mustRefuse } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import { encodedPair } from '../../sign/pair.ts';
import type { PairCase } from '../pair/pair-subject.ts';

export const takesThePrefixTwice: PairCase = {
  name: 'takes-the-prefix-twice',
  sent: 'the right key after `Basic Basic `',
  expected: 'it is refused',
  why: 'A client that adds the word to what holds it already should be told on its first day.',
  source: 'ConnectPay, BaaS with SCA, Authentication',
  level: 'advice',
  async run({ dialect, request, account, carrier }, { send }) {
    const answer = await send(withHeaders(request, [carrier.header, `Basic Basic ${encodedPair(account)}`]));
    mustRefuse(dialect, answer, 'credentials-malformed', 'the prefix twice');
  },
};
