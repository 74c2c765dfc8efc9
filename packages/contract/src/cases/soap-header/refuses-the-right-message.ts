import { mustAccept } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type SoapCase, soapVersions, withSoapToken } from './soap-subject.ts';

export const refusesTheRightMessage: SoapCase = {
  name: 'refuses-the-right-message',
  sent: 'a right token in the Security header of SOAP 1.1, and of SOAP 1.2',
  expected: 'each is accepted',
  why: 'Clients of both are in use.',
  source: 'UsernameToken Profile 1.1, section 3.1; Placetopay, SOAP, Authentication',
  level: 'required',
  async run(subject, { send }) {
    for (const version of soapVersions) {
      const answer = await send(withSoapToken(subject, tokenOf(subject), version));
      mustAccept(subject.dialects[version], answer, `SOAP ${version}`);
    }
  },
};
