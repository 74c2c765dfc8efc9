import { mustRefuse } from '../../dialect.ts';
import { envelopeXml, securityXml } from '../../sign/soap-envelope.ts';
import { type SoapCase, withHeader, withXml } from './soap-subject.ts';

export const letsAnybodyIn: SoapCase = {
  name: 'lets-anybody-in',
  sent: 'a message without a Header, with an empty one, with an empty Security header, and with a header of something else',
  expected: 'each is refused as if no token had been sent',
  why: 'Everything else rests on this.',
  source: 'UsernameToken Profile 1.1, section 3.1; Placetopay, SOAP, Authentication (error 100)',
  level: 'required',
  async run(subject, { send }) {
    const withoutHeader = envelopeXml({ version: '1.1', header: '', content: subject.content });
    for (const request of [
      withXml(subject, withoutHeader.replace('<soap:Header></soap:Header>', '')),
      withHeader(subject, ''),
      withHeader(subject, securityXml('')),
      withHeader(subject, '<a:session xmlns:a="urn:a">7</a:session>'),
    ]) {
      mustRefuse(subject.dialect, await send(request), 'absent');
    }
  },
};
