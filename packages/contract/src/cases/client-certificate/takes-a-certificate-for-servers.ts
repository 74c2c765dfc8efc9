import { type CertificateCase, certificate, mustTurnAway, withCertificate } from './certificate-subject.ts';

export const takesACertificateForServers: CertificateCase = {
  name: 'takes-a-certificate-for-servers',
  sent: 'a certificate that is for servers alone',
  expected: 'it is refused',
  why: 'Whoever runs a web site has one. Its authority never looked at who would be calling with it.',
  source: 'RFC 5280, section 4.2.1.12',
  level: 'required',
  async run(subject, exchange) {
    const sent = withCertificate(subject, certificate(subject, 'wrongUsage'));
    await mustTurnAway(exchange, subject.dialect, sent, 'certificate-untrusted', 'a certificate for servers');
  },
};
