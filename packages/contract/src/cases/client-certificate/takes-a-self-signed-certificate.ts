import { type CertificateCase, certificate, mustTurnAway, withCertificate } from './certificate-subject.ts';

export const takesASelfSignedCertificate: CertificateCase = {
  name: 'takes-a-self-signed-certificate',
  sent: 'the names and the serial number of the right certificate, signed by itself',
  expected: 'it is refused',
  why: 'Anybody can make one, with any names.',
  source: 'RFC 5280, section 6.1; ConnectPay, Server to server',
  level: 'required',
  async run(subject, exchange) {
    const sent = withCertificate(subject, certificate(subject, 'selfSigned'));
    await mustTurnAway(exchange, subject.dialect, sent, 'certificate-untrusted', 'a self-signed certificate');
  },
};
