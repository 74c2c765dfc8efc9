import { needed } from '../../contract-case.ts';
import { mustAccept, mustRefuse } from '../../dialect.ts';
import { type BearerCase, signed, withToken } from '../bearer/bearer-subject.ts';

export const takesAnyAddressForABoundToken: BearerCase = {
  name: 'takes-any-address-for-a-bound-token',
  sent: 'a token that is bound to one address, with that address, and with others',
  expected: 'that one is accepted, also as IPv4-mapped IPv6; the others are refused',
  why: 'A token is bound so that a stolen one is good for nothing elsewhere.',
  source: 'ConnectPay, BaaS with SCA; RFC 4291, section 2.5.5.2',
  level: 'required',
  async run(subject, { send }) {
    const claim = needed(subject.psuIpClaim, 'psuIpClaim: the claim that binds a token to an address');
    const token = await signed(subject, { claims: { [claim]: '203.0.113.5' } });
    const from = (address: string) => send(withToken({ ...subject, psuIpAddress: address }, token));
    for (const same of ['203.0.113.5', '::ffff:203.0.113.5', '::FFFF:cb00:7105']) {
      mustAccept(subject.dialect, await from(same), `«${same}»`);
    }
    for (const other of ['203.0.113.50', '203.0.113.6', '2001:db8::1', '::203.0.113.5']) {
      mustRefuse(subject.dialect, await from(other), 'psu-ip-mismatch', `«${other}»`);
    }
  },
};
