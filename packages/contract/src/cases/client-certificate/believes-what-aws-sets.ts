import { type CertificateCase, mustKeepOut } from './certificate-subject.ts';
import { awsHeaders, withEachOf } from './forwarded-headers.ts';

export const believesWhatAwsSets: CertificateCase = {
  name: 'believes-what-aws-sets',
  sent: 'the right certificate in the `X-Amzn-Mtls-…` headers, and none in TLS',
  expected: 'it is refused',
  why: 'A listener that asks for no certificate hands on what the client wrote.',
  source: 'AWS, Application Load Balancers, HTTP headers and mutual TLS; CWE-290',
  level: 'required',
  async run({ request, certificates }, exchange) {
    for (const [header, sent] of withEachOf(request, awsHeaders(certificates.client))) {
      await mustKeepOut(exchange, sent, header);
    }
  },
};
