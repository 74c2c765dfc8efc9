import { type CertificateCase, certificate, mustTurnAway, withCertificate } from './certificate-subject.ts';

export const takesTheSerialNumberForTheCertificate: CertificateCase = {
  name: 'takes-the-serial-number-for-the-certificate',
  sent: 'a certificate with the serial number of the right one and a common name of its own',
  expected: 'it is refused',
  why: 'Serial numbers are short, and small ones are given out by many authorities.',
  source: 'ConnectPay, Server to server; RFC 5280, section 4.1.2.2',
  level: 'required',
  async run(subject, exchange) {
    const sent = withCertificate(subject, certificate(subject, 'sameSerial'));
    await mustTurnAway(
      exchange,
      subject.dialect,
      sent,
      'certificate-not-attached',
      'another certificate of that serial number',
    );
  },
};
