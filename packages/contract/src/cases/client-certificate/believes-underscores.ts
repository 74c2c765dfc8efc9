import { type CertificateCase, mustKeepOut } from './certificate-subject.ts';
import { underscoreHeaders, withEachOf } from './forwarded-headers.ts';

export const believesUnderscores: CertificateCase = {
  name: 'believes-underscores',
  sent: 'the right certificate in headers spelled with underscores, such as `X_SSL_Client_Cert`, and none in TLS',
  expected: 'it is refused',
  why: 'A proxy takes away the header that it sets, and knows nothing of another spelling; many servers take the two for the same.',
  source: 'RFC 3875, section 4.1.18; CWE-290',
  level: 'required',
  async run({ request, certificates }, exchange) {
    for (const [header, sent] of withEachOf(request, underscoreHeaders(certificates.client))) {
      await mustKeepOut(exchange, sent, header);
    }
  },
};
