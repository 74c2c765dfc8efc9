import { type CertificateCase, mustKeepOut } from './certificate-subject.ts';
import { clientCert, withEachOf } from './forwarded-headers.ts';

export const believesClientCert: CertificateCase = {
  name: 'believes-client-cert',
  sent: 'the right certificate in `Client-Cert` and `Client-Cert-Chain`, and none in TLS',
  expected: 'it is refused',
  why: 'A certificate is no secret: who may name one in a header is whoever has seen it. Such a header counts from a proxy that is known, and from nobody else.',
  source: 'RFC 9440, section 4',
  level: 'required',
  async run({ request, certificates }, exchange) {
    for (const [header, sent] of withEachOf(request, clientCert(certificates.client))) {
      await mustKeepOut(exchange, sent, header);
    }
  },
};
