import { type CertificateCase, certificate, mustTurnAway, withCertificate } from './certificate-subject.ts';

export const takesAnyTrustedCertificate: CertificateCase = {
  name: 'takes-any-trusted-certificate',
  sent: 'a certificate of an authority that is trusted, attached to no account',
  expected: 'it is refused',
  why: 'An authority issues to whoever pays it: that it vouches for a name says nothing of who may come in.',
  source: 'ConnectPay, Server to server; RFC 5280, section 1',
  level: 'required',
  async run(subject, exchange) {
    const sent = withCertificate(subject, certificate(subject, 'unattached'));
    await mustTurnAway(
      exchange,
      subject.dialect,
      sent,
      'certificate-not-attached',
      'a certificate that is attached to no account',
    );
  },
};
