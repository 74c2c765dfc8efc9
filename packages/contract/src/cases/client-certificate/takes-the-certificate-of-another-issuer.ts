import { type CertificateCase, certificate, mustTurnAway, withCertificate } from './certificate-subject.ts';

export const takesTheCertificateOfAnotherIssuer: CertificateCase = {
  name: 'takes-the-certificate-of-another-issuer',
  sent: 'the names and the serial number of the right certificate, from another authority that is trusted',
  expected: 'it is refused',
  why: 'A serial number is unique for one issuer alone: another can give out the same, with the same name.',
  source: 'RFC 5280, section 4.1.2.2',
  level: 'required',
  async run(subject, exchange) {
    const sent = withCertificate(subject, certificate(subject, 'otherIssuer'));
    await mustTurnAway(
      exchange,
      subject.dialect,
      sent,
      'certificate-not-attached',
      'a certificate of another issuer',
    );
  },
};
