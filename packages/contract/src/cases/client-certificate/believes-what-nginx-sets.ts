import { type CertificateCase, mustKeepOut } from './certificate-subject.ts';
import { nginxHeaders, withEachOf } from './forwarded-headers.ts';

export const believesWhatNginxSets: CertificateCase = {
  name: 'believes-what-nginx-sets',
  sent: 'the right certificate in the headers that nginx, HAProxy and Apache are set up to send, and none in TLS',
  expected: 'it is refused',
  why: 'Where a proxy sets the header for those who have a certificate, it may pass on what those wrote who have none.',
  source: 'nginx, ngx_http_ssl_module, Embedded Variables; CWE-290',
  level: 'required',
  async run({ request, certificates }, exchange) {
    for (const [header, sent] of withEachOf(request, nginxHeaders(certificates.client))) {
      await mustKeepOut(exchange, sent, header);
    }
  },
};
