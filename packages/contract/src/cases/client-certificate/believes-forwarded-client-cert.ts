import { type CertificateCase, mustKeepOut } from './certificate-subject.ts';
import { forwardedClientCert, withEachOf } from './forwarded-headers.ts';

export const believesForwardedClientCert: CertificateCase = {
  name: 'believes-forwarded-client-cert',
  sent: 'the right certificate in `X-Forwarded-Client-Cert`, as Envoy writes it, and none in TLS',
  expected: 'it is refused',
  why: 'Envoy writes it behind a handshake; anybody else writes it without one.',
  source: 'Envoy, HTTP headers, x-forwarded-client-cert; CWE-290',
  level: 'required',
  async run({ request, certificates }, exchange) {
    for (const [header, sent] of withEachOf(request, forwardedClientCert(certificates.client))) {
      await mustKeepOut(exchange, sent, header);
    }
  },
};
