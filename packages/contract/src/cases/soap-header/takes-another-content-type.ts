import { mustRefuse } from '../../dialect.ts';
import { rightMessage, type SoapCase, withXml } from './soap-subject.ts';

export const takesAnotherContentType: SoapCase = {
  name: 'takes-another-content-type',
  sent: 'a right message as `text/plain`, as a form, and as JSON',
  expected: 'each is refused as if no token had been sent',
  why: 'A page elsewhere can make a browser send such types without asking.',
  source: 'SOAP 1.1, section 6; RFC 3902; CWE-352',
  level: 'required',
  async run(subject, { send }) {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json']) {
      const answer = await send(withXml(subject, rightMessage(subject), type));
      mustRefuse(subject.dialect, answer, 'absent', type);
    }
  },
};
