import { mustAccept } from '../../dialect.ts';
import { type CertificateCase, withCertificate } from './certificate-subject.ts';
import { certificatesIn, isSelfIssued } from './chain.ts';

export const wantsTheRoot: CertificateCase = {
  name: 'wants-the-root',
  sent: 'the right certificate and its intermediates, without the root',
  expected: 'it is accepted',
  why: 'The root is at the server already, and may be left out: many clients do so.',
  source: 'RFC 8446, section 4.4.2',
  level: 'required',
  async run(subject, { send }) {
    const { chain, key } = subject.certificates.client;
    const withoutRoot = certificatesIn(chain).filter((one) => !isSelfIssued(one));
    const request = withCertificate(subject, { chain: withoutRoot.join(''), key });
    mustAccept(subject.dialect, await send(request), 'the chain without its root');
  },
};
