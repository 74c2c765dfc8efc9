import { CaseFailed } from '../../contract-case.ts';
import { mustRefuse } from '../../dialect.ts';
import type { CertificateCase } from './certificate-subject.ts';

export const hangsUpOnWhoHasNoCertificate: CertificateCase = {
  name: 'hangs-up-on-who-has-no-certificate',
  sent: 'the request over a connection without a certificate',
  expected: 'an answer with a body that says what is wrong, not the end of the connection',
  why: 'A client that sees a reset looks for the mistake in its network. With TLS 1.3 it may see nothing else.',
  source: 'RFC 8446, section 4.4.2.4; RFC 9110, section 15.5',
  level: 'advice',
  async run({ dialect, request }, { send }) {
    const answer = await send(request);
    mustRefuse(dialect, answer, 'absent', 'a request without a certificate');
    if (answer.text === '') throw new CaseFailed(`the answer ${answer.status} says nothing`);
  },
};
