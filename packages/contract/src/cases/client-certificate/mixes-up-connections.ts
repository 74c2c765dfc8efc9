import { mustAccept } from '../../dialect.ts';
import { type CertificateCase, certificate, mustTurnAway, withCertificate } from './certificate-subject.ts';

export const mixesUpConnections: CertificateCase = {
  name: 'mixes-up-connections',
  sent: '10 connections with the right certificate, 10 with one that is attached to no account and 10 with none, all at the same time',
  expected: 'the right ones are accepted, all others refused',
  why: 'What a server keeps of one connection outside of it decides about another.',
  source: 'CWE-362',
  level: 'required',
  async run(subject, exchange) {
    const { dialect, request, certificates } = subject;
    const right = withCertificate(subject, certificates.client);
    const unattached = withCertificate(subject, certificate(subject, 'unattached'));
    const among = 'among others';
    const checked = Array.from({ length: 10 }).flatMap(() => [
      exchange.send(right).then((answer) => mustAccept(dialect, answer, `a right one ${among}`)),
      mustTurnAway(exchange, dialect, unattached, 'certificate-not-attached', `an unattached one ${among}`),
      mustTurnAway(exchange, dialect, request, 'absent', `none ${among}`),
    ]);
    for (const one of await Promise.allSettled(checked)) {
      if (one.status === 'rejected') throw one.reason;
    }
  },
};
