import { mustRefuse } from '../../dialect.ts';
import { securityXml, usernameTokenXml } from '../../sign/soap-envelope.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type SoapCase, withHeader } from './soap-subject.ts';

export const takesAHeaderForSomebodyElse: SoapCase = {
  name: 'takes-a-header-for-somebody-else',
  sent: 'a right token in a Security header whose actor is another',
  expected: 'it is refused as if no token had been sent',
  why: 'A header block for somebody on the way is not for who ends it.',
  source: 'SOAP 1.1, section 4.2.2; Web Services Security 1.1, section 5',
  level: 'advice',
  async run(subject, { send }) {
    const token = usernameTokenXml(tokenOf(subject));
    const header = securityXml(token, ' soap:actor="urn:somebody-else"');
    mustRefuse(subject.dialect, await send(withHeader(subject, header)), 'absent');
  },
};
