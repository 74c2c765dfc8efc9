import { type CertificateCase, mustTurnAway } from './certificate-subject.ts';

export const letsAnybodyIn: CertificateCase = {
  name: 'lets-anybody-in',
  sent: 'the request over a connection without a certificate',
  expected: 'it is refused',
  why: 'A certificate that is asked for, and not needed, keeps nobody out.',
  source: 'RFC 8446, section 4.4.2.4; ConnectPay, Server to server',
  level: 'required',
  async run({ dialect, request }, exchange) {
    await mustTurnAway(exchange, dialect, request, 'absent', 'a request without a certificate');
  },
};
