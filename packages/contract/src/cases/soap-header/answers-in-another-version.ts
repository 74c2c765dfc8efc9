import { mustRefuse } from '../../dialect.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type SoapCase, soapVersions, withSoapToken } from './soap-subject.ts';

export const answersInAnotherVersion: SoapCase = {
  name: 'answers-in-another-version',
  sent: 'a wrong secret, in SOAP 1.1 and in SOAP 1.2',
  expected: 'a Fault of the same version',
  why: 'A client reads the faults of its own version: in another it sees an answer that it cannot understand.',
  source: 'SOAP 1.1, section 4.4; SOAP 1.2 Part 1, section 5.4 and appendix A',
  level: 'required',
  async run(subject, { send }) {
    for (const version of soapVersions) {
      const wrong = tokenOf(subject, { secret: 'no-such-secret' });
      const answer = await send(withSoapToken(subject, wrong, version));
      mustRefuse(subject.dialects[version], answer, 'proof-mismatch', `SOAP ${version}`);
    }
  },
};
