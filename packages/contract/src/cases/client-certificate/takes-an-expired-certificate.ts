import { type CertificateCase, certificate, mustTurnAway, withCertificate } from './certificate-subject.ts';

export const takesAnExpiredCertificate: CertificateCase = {
  name: 'takes-an-expired-certificate',
  sent: 'a certificate that has expired',
  expected: 'it is refused',
  why: 'What is past its end is not watched any more: nobody says when its key is lost.',
  source: 'RFC 5280, section 4.1.2.5; ConnectPay, Server to server',
  level: 'required',
  async run(subject, exchange) {
    const sent = withCertificate(subject, certificate(subject, 'expired'));
    await mustTurnAway(
      exchange,
      subject.dialect,
      sent,
      'certificate-expired',
      'a certificate that has expired',
    );
  },
};
