import { needed } from '../../contract-case.ts';
import { mustAccept } from '../../dialect.ts';
import { type CertificateCase, mustKeepOut } from './certificate-subject.ts';

export const asksOnlyAtTheHandshake: CertificateCase = {
  name: 'asks-only-at-the-handshake',
  sent: 'a certificate that was accepted and then taken away: in a session that is taken up again, and in a new one',
  expected: 'both are refused',
  why: 'A session that is taken up again brings the certificate back without the client offering it. Who judges it in the handshake alone goes on letting it in.',
  source: 'RFC 8446, section 2.2 and 4.6.1; ConnectPay, Server to server',
  level: 'required',
  async run({ dialect, certificates, closing }, exchange) {
    const { certificate, request, close, reopen } = needed(
      closing,
      'closing: a certificate that is accepted, and requests that take it away and give it back',
    );
    // A server may refuse in the handshake who has none.
    const known = { certificate: certificates.client };
    const offered = { ...request, certificate };
    const first = await exchange.send(offered);
    mustAccept(dialect, first, 'before it is taken away, it');
    mustAccept(dialect, await exchange.send({ ...close, ...known }), 'taking it away');
    try {
      const again = { ...request, tls: { session: first.tls?.session } };
      await mustKeepOut(exchange, again, 'a session of before');
      await mustKeepOut(exchange, offered, 'a certificate that was taken away');
    } finally {
      mustAccept(dialect, await exchange.send({ ...reopen, ...known }), 'giving it back');
    }
  },
};
