import { mustAccept } from '../../dialect.ts';
import { type CertificateCase, withCertificate } from './certificate-subject.ts';

export const refusesTheRightCertificate: CertificateCase = {
  name: 'refuses-the-right-certificate',
  sent: 'the right certificate with its whole chain',
  expected: 'it is accepted',
  why: 'Where this fails nothing else can be told.',
  source: 'RFC 8446, section 4.4.2',
  level: 'required',
  async run(subject, { send }) {
    const right = withCertificate(subject, subject.certificates.client);
    mustAccept(subject.dialect, await send(right), 'the right one');
  },
};
