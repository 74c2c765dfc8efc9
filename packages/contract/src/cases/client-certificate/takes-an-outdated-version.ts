import { type CertificateCase, mustTurnAway, withCertificate } from './certificate-subject.ts';

export const takesAnOutdatedVersion: CertificateCase = {
  name: 'takes-an-outdated-version',
  sent: 'the right certificate over TLS 1.1',
  expected: 'the handshake, or the request, is refused',
  why: 'TLS 1.1 signs its handshakes with MD5 and SHA-1, which prove nothing any more.',
  source: 'RFC 8996, section 5; RFC 9325, section 3.1.1',
  level: 'required',
  async run(subject, exchange) {
    const right = withCertificate(subject, subject.certificates.client);
    const outdated = { ...right, tls: { version: 'TLSv1.1' as const } };
    await mustTurnAway(exchange, subject.dialect, outdated, 'insecure-transport', 'TLS 1.1');
  },
};
