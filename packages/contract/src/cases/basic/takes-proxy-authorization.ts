import { mustRefuse } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import { encodedPair } from '../../sign/pair.ts';
import type { PairCase } from '../pair/pair-subject.ts';

export const takesProxyAuthorization: PairCase = {
  name: 'takes-proxy-authorization',
  sent: 'the right pair in `Proxy-Authorization`',
  expected: 'it is refused as if nothing had been sent',
  why: 'That header is for a proxy on the way, and a proxy may add one of its own.',
  source: 'RFC 9110, section 11.7.2',
  level: 'required',
  async run({ dialect, request, account }, { send }) {
    const elsewhere = withHeaders(request, ['Proxy-Authorization', `Basic ${encodedPair(account)}`]);
    mustRefuse(dialect, await send(elsewhere), 'absent', 'Proxy-Authorization');
  },
};
