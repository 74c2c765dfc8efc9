import { needed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import { withHeaders } from '../../request.ts';
import { type BearerCase, freshToken, withToken } from '../bearer/bearer-subject.ts';

export const takesOneOfTwoAddresses: BearerCase = {
  name: 'takes-one-of-two-addresses',
  sent: '`PSU-IP-Address` two times, and a list of two addresses',
  expected: 'each is refused',
  why: 'What reads the first and what reads the last disagree about who the user is.',
  source: 'RFC 9110, section 5.3; ConnectPay, BaaS with SCA',
  level: 'required',
  async run(subject, exchange) {
    const token = await freshToken(subject, exchange);
    const address = needed(subject.psuIpAddress, 'psuIpAddress: an address that is accepted');
    const twice = withHeaders(withToken(subject, token), ['PSU-IP-Address', '198.51.100.7']);
    mustRefuse(subject.dialect, await exchange.send(twice), 'psu-ip-malformed', 'the header twice');
    for (const list of [`${address}, 198.51.100.7`, `${address} 198.51.100.7`, `${address},`]) {
      const answer = await exchange.send(withToken({ ...subject, psuIpAddress: list }, token));
      mustRefuse(subject.dialect, answer, 'psu-ip-malformed', `«${list}»`);
    }
  },
};
