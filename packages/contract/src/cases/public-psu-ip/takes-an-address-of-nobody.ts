import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, freshToken, withToken } from '../bearer/bearer-subject.ts';

export const takesAnAddressOfNobody: BearerCase = {
  name: 'takes-an-address-of-nobody',
  sent: 'a good token with an address that is nobody’s on the internet: private, loopback, link-local, unspecified',
  expected: 'each is refused',
  why: 'A user does not come from inside the server’s network: a client that sends such an address did not look.',
  source: 'RFC 6890, section 2.2',
  level: 'required',
  async run(subject, exchange) {
    const token = await freshToken(subject, exchange);
    for (const address of [
      '10.0.0.1',
      '192.168.1.1',
      '127.0.0.1',
      '169.254.1.1',
      '0.0.0.0',
      '::1',
      'fe80::1',
      '::ffff:10.0.0.1',
    ]) {
      const answer = await exchange.send(withToken({ ...subject, psuIpAddress: address }, token));
      mustRefuse(subject.dialect, answer, 'psu-ip-not-public', `«${address}»`);
    }
  },
};
