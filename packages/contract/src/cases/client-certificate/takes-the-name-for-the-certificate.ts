import { type CertificateCase, certificate, mustTurnAway, withCertificate } from './certificate-subject.ts';

export const takesTheNameForTheCertificate: CertificateCase = {
  name: 'takes-the-name-for-the-certificate',
  sent: 'a certificate with the common name of the right one and a serial number of its own',
  expected: 'it is refused',
  why: 'A common name is what its holder asked for. Who compares nothing else lets in whoever asks for the same.',
  source: 'ConnectPay, Server to server; RFC 5280, section 4.1.2.2',
  level: 'required',
  async run(subject, exchange) {
    const sent = withCertificate(subject, certificate(subject, 'sameName'));
    await mustTurnAway(
      exchange,
      subject.dialect,
      sent,
      'certificate-not-attached',
      'another certificate of that name',
    );
  },
};
