import { mustAccept } from '../../dialect.ts';
import { type BearerCase, freshToken, withToken } from '../bearer/bearer-subject.ts';

export const wantsOneFamily: BearerCase = {
  name: 'wants-one-family',
  sent: 'a good token with an IPv6 address, and with an IPv4 address, of the user',
  expected: 'each is accepted',
  why: 'A user has the address that the network gave him.',
  source: 'RFC 4291, section 2.2; ConnectPay, BaaS with SCA',
  level: 'required',
  async run(subject, exchange) {
    for (const address of ['2606:4700:4700::1111', '2A02:26F0:0:0::1', '111.111.11.111']) {
      const token = await freshToken(subject, exchange);
      const answer = await exchange.send(withToken({ ...subject, psuIpAddress: address }, token));
      mustAccept(subject.dialect, answer, `«${address}»`);
    }
  },
};
