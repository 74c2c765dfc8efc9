import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, freshToken, withToken } from '../bearer/bearer-subject.ts';

export const needsNoAddress: BearerCase = {
  name: 'needs-no-address',
  sent: 'a good token without `PSU-IP-Address`',
  expected: 'it is refused',
  why: 'The address tells a user who is there from a client that calls on its own: other rules apply to it.',
  source: 'ConnectPay, BaaS with SCA; Berlin Group, NextGenPSD2, PSU-IP-Address',
  level: 'required',
  async run(subject, exchange) {
    const token = await freshToken(subject, exchange);
    const answer = await exchange.send(withToken({ ...subject, psuIpAddress: undefined }, token));
    mustRefuse(subject.dialect, answer, 'psu-ip-absent', 'no address');
  },
};
