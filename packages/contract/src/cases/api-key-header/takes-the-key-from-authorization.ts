import { mustRefuse } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import { encodedPair } from '../../sign/pair.ts';
import type { PairCase } from '../pair/pair-subject.ts';

export const takesTheKeyFromAuthorization: PairCase = {
  name: 'takes-the-key-from-authorization',
  sent: 'the right key in `Authorization`, and none in its own header',
  expected: 'it is refused as if nothing had been sent',
  why: 'The header is what tells a partner from a user. A server that reads several credentials in one place is one that a proxy, or a browser, can speak for.',
  source: 'ConnectPay, BaaS with SCA, Authentication',
  level: 'required',
  async run({ dialect, request, account }, { send }) {
    const elsewhere = withHeaders(request, ['Authorization', `Basic ${encodedPair(account)}`]);
    mustRefuse(dialect, await send(elsewhere), 'absent', 'Authorization');
  },
};
