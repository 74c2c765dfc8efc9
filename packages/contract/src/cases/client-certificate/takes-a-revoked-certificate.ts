import { type CertificateCase, certificate, mustTurnAway, withCertificate } from './certificate-subject.ts';

export const takesARevokedCertificate: CertificateCase = {
  name: 'takes-a-revoked-certificate',
  sent: 'a certificate that its authority has revoked',
  expected: 'it is refused',
  why: 'A certificate is revoked when somebody else has its key.',
  source: 'RFC 6960, section 2; ConnectPay, Server to server',
  level: 'required',
  async run(subject, exchange) {
    const sent = withCertificate(subject, certificate(subject, 'revoked'));
    await mustTurnAway(exchange, subject.dialect, sent, 'certificate-revoked', 'a revoked certificate');
  },
};
