import { type CertificateCase, certificate, mustTurnAway, withCertificate } from './certificate-subject.ts';

export const takesTheCertificateOfANamesake: CertificateCase = {
  name: 'takes-the-certificate-of-a-namesake',
  sent: 'the names and the serial number of the right certificate, from an authority that made itself with the names of the right one',
  expected: 'it is refused',
  why: 'A name is not a signature: who finds an authority by its name, and looks no further, trusts whoever takes that name.',
  source: 'RFC 5280, section 6.1.3',
  level: 'required',
  async run(subject, exchange) {
    const sent = withCertificate(subject, certificate(subject, 'untrusted'));
    await mustTurnAway(
      exchange,
      subject.dialect,
      sent,
      'certificate-untrusted',
      'the certificate of a namesake of the authority',
    );
  },
};
