import { mustAccept } from '../../dialect.ts';
import { type CertificateCase, withCertificate } from './certificate-subject.ts';

export const refusesTheRightCertificate: CertificateCase = {
  name: 'refuses-the-right-certificate',
  sent: 'the right certificate with its whole chain, over TLS 1.2 and over TLS 1.3',
  expected: 'it is accepted',
  why: 'Where this fails nothing else can be told.',
  source: 'RFC 8446, section 4.4.2; RFC 5246, section 7.4.6',
  level: 'required',
  async run(subject, { send }) {
    const right = withCertificate(subject, subject.certificates.client);
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      mustAccept(
        subject.dialect,
        await send({ ...right, tls: { version } }),
        `the right one over ${version}`,
      );
    }
  },
};
