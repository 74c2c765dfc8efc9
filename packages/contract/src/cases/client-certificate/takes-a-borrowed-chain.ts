import {
  type CertificateCase,
  certificate,
  mustTurnAway,
  underTheChainOf,
  withCertificate,
} from './certificate-subject.ts';

export const takesABorrowedChain: CertificateCase = {
  name: 'takes-a-borrowed-chain',
  sent: 'a certificate of a namesake of the authority, with the right authority behind it',
  expected: 'it is refused',
  why: 'Every certificate of the chain is right by itself, and none of them signed the first.',
  source: 'RFC 5280, section 6.1.3 (a) (1)',
  level: 'required',
  async run(subject, exchange) {
    const borrowed = underTheChainOf(certificate(subject, 'untrusted'), subject.certificates.client);
    const sent = withCertificate(subject, borrowed);
    await mustTurnAway(exchange, subject.dialect, sent, 'certificate-untrusted', 'a borrowed chain');
  },
};
