import { mustRefuse } from '../../dialect.ts';
import { type BearerCase, freshToken, withToken } from '../bearer/bearer-subject.ts';

export const takesWhatIsNoAddress: BearerCase = {
  name: 'takes-what-is-no-address',
  sent: 'in place of an address: one with a port, with a zone, in brackets, with a prefix, a name, a number, leading zeros',
  expected: 'each is refused',
  why: 'What is not one literal address is read differently by whatever reads it next.',
  source: 'RFC 3986, section 3.2.2; RFC 4291, section 2.2; ConnectPay, BaaS with SCA',
  level: 'required',
  async run(subject, exchange) {
    const token = await freshToken(subject, exchange);
    for (const text of [
      '198.51.100.7:443',
      '[2001:db8::1]',
      '[2001:db8::1]:443',
      'fe80::1%eth0',
      '198.51.100.0/24',
      'user.example',
      'localhost',
      '3325256711',
      '0xc6.0x33.0x64.0x07',
      '0306.063.0144.07',
      '198.51.100',
      '198.51.100.256',
      'unknown',
      '-',
    ]) {
      const answer = await exchange.send(withToken({ ...subject, psuIpAddress: text }, token));
      mustRefuse(subject.dialect, answer, 'psu-ip-malformed', `«${text}»`);
    }
  },
};
