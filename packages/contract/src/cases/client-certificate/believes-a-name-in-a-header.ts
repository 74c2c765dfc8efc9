import { type CertificateCase, mustKeepOut } from './certificate-subject.ts';
import { nameHeaders, withEachOf } from './forwarded-headers.ts';

export const believesANameInAHeader: CertificateCase = {
  name: 'believes-a-name-in-a-header',
  sent: 'the names and the serial number of the right certificate in headers that say it was verified, and none in TLS',
  expected: 'it is refused',
  why: 'That a certificate was verified is for the server to say, not for the client.',
  source: 'nginx, ngx_http_ssl_module, Embedded Variables; CWE-290',
  level: 'required',
  async run({ request, certificates }, exchange) {
    for (const [header, sent] of withEachOf(request, nameHeaders(certificates.client))) {
      await mustKeepOut(exchange, sent, header);
    }
  },
};
