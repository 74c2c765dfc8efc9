import { type CertificateCase, certificate, mustTurnAway, withCertificate } from './certificate-subject.ts';

export const takesACertificateBeforeItsTime: CertificateCase = {
  name: 'takes-a-certificate-before-its-time',
  sent: 'a certificate that is not valid yet',
  expected: 'it is refused',
  why: 'Its authority does not vouch for it before.',
  source: 'RFC 5280, section 4.1.2.5',
  level: 'required',
  async run(subject, exchange) {
    const sent = withCertificate(subject, certificate(subject, 'notYetValid'));
    await mustTurnAway(
      exchange,
      subject.dialect,
      sent,
      'certificate-not-yet-valid',
      'a certificate that is not valid yet',
    );
  },
};
