import { mustAccept } from '../../dialect.ts';
import { mustKeepOut } from '../client-certificate/certificate-subject.ts';
import {
  another,
  type CertificateAndBasicCase,
  withBoth,
  withPair,
} from './certificate-and-basic-subject.ts';

export const takesTheSessionOfAnother: CertificateAndBasicCase = {
  name: 'takes-the-session-of-another',
  sent: 'a session that was begun with the certificate and the pair of one account, taken up again with the pair of another',
  expected: 'it is refused',
  why: 'A session that is taken up again stands for its certificate, and for that account alone.',
  source: 'RFC 8446, section 2.2; ConnectPay, Server to server',
  level: 'required',
  async run(subject, exchange) {
    const { dialect, own, request } = subject;
    const other = another(subject);
    const first = await exchange.send(withBoth(subject, other.certificate, other.pair));
    mustAccept(dialect, first, 'the other account by itself');
    const again = { ...withPair(request, own.pair), tls: { session: first.tls?.session } };
    await mustKeepOut(exchange, again, 'a session of another account');
  },
};
