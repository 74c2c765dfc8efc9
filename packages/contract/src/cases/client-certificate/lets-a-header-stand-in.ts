import { CaseSkipped, needed } from '../../contract-case.ts';
import { mustAccept, mustNotAccept } from '../../dialect.ts';
import { mustLookAlike } from '../../look-alike.ts';
import { type CertificateCase, certificate, withCertificate } from './certificate-subject.ts';
import { everyForm, withEachOf } from './forwarded-headers.ts';

export const letsAHeaderStandIn: CertificateCase = {
  name: 'lets-a-header-stand-in',
  sent: 'the certificate of another account in TLS, and the right one in a header beside it',
  expected: 'it is refused, or answered as without the header: never as the account in the header',
  why: 'One account that has a certificate of its own could act as any other.',
  source: 'RFC 9440, section 4; CWE-290',
  level: 'required',
  async run(subject, { send }) {
    const { dialect, request, certificates, wantsBasic } = subject;
    const otherRequest = needed(subject.otherRequest, 'otherAccount: the pair of the other account');
    const other = certificate(subject, 'other');
    const own = await send({ ...otherRequest, certificate: other });
    mustAccept(dialect, own, 'the other account by itself');
    const forms = everyForm(certificates.client);
    if (wantsBasic) {
      for (const [header, sent] of withEachOf({ ...request, certificate: other }, forms)) {
        mustNotAccept(await send(sent), `${header} beside the certificate of another`);
      }
      return;
    }
    const right = await send(withCertificate(subject, certificates.client));
    if (right.text === own.text) throw new CaseSkipped('needs answers that say who was let in');
    for (const [header, sent] of withEachOf({ ...otherRequest, certificate: other }, forms)) {
      const answer = await send(sent);
      if (answer.status >= 400 && answer.status < 500) continue;
      const again = await send({ ...otherRequest, certificate: other });
      mustLookAlike(own, answer, again, `the answer with ${header}, and the one without,`);
    }
  },
};
