import { mustAccept, mustRefuse } from '../../dialect.ts';
import { securityXml, tokenElements, usernameTokenXml } from '../../sign/soap-envelope.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type SoapCase, withHeader } from './soap-subject.ts';

export const takesTheTimeOfAnotherElement: SoapCase = {
  name: 'takes-the-time-of-another-element',
  sent: 'a right token whose Created stands in a Timestamp, and one beside a Timestamp of long ago',
  expected: 'the first is refused, the second is accepted',
  why: 'A Timestamp has a Created of its own, which the digest does not cover.',
  source: 'UsernameToken Profile 1.1, section 3.1; Web Services Security 1.1, section 10',
  level: 'required',
  async run(subject, { send }) {
    const timestamp = (created: string) => `<wsu:Timestamp>${created}</wsu:Timestamp>`;
    const token = tokenOf(subject);
    const { created } = tokenElements(token);
    const elsewhere = securityXml(timestamp(created) + usernameTokenXml(token, { created: '' }));
    mustRefuse(subject.dialect, await send(withHeader(subject, elsewhere)), 'credentials-malformed');
    const old = timestamp('<wsu:Created>2001-01-01T00:00:00Z</wsu:Created>');
    const beside = securityXml(old + usernameTokenXml(tokenOf(subject)));
    mustAccept(subject.dialect, await send(withHeader(subject, beside)), 'a Timestamp beside the token');
  },
};
