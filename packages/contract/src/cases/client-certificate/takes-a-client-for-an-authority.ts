import { type CertificateCase, certificate, mustTurnAway, withCertificate } from './certificate-subject.ts';

export const takesAClientForAnAuthority: CertificateCase = {
  name: 'takes-a-client-for-an-authority',
  sent: 'a certificate that was issued with the key of the right one',
  expected: 'it is refused',
  why: 'Who does not ask whether an issuer is an authority lets every client issue certificates for the others.',
  source: 'RFC 5280, section 4.2.1.9 and 6.1.4 (k)',
  level: 'required',
  async run(subject, exchange) {
    const sent = withCertificate(subject, certificate(subject, 'issuedByClient'));
    await mustTurnAway(
      exchange,
      subject.dialect,
      sent,
      'certificate-untrusted',
      'a certificate issued by a client',
    );
  },
};
