import { CaseFailed } from '../../contract-case.ts';
import { soapForms } from '../../sign/soap-envelope.ts';
import { tokenOf } from '../username-token/username-token-subject.ts';
import { type SoapCase, soapVersions, withSoapToken } from './soap-subject.ts';

export const namesAnotherContentType: SoapCase = {
  name: 'names-another-content-type',
  sent: 'a wrong secret, in SOAP 1.1 and in SOAP 1.2',
  expected: 'the Fault is `text/xml`, and `application/soap+xml`',
  why: 'Clients choose their parser by it.',
  source: 'SOAP 1.1, section 6; RFC 3902',
  level: 'advice',
  async run(subject, { send }) {
    for (const version of soapVersions) {
      const wrong = tokenOf(subject, { secret: 'no-such-secret' });
      const { headers } = await send(withSoapToken(subject, wrong, version));
      const [expected = ''] = soapForms[version].contentType.split(';');
      const type = headers['content-type']?.join() ?? '';
      if (!type.startsWith(expected)) throw new CaseFailed(`it must be ${expected}, and was «${type}»`);
    }
  },
};
