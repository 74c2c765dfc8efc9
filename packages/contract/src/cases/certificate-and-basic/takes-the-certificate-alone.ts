import { mustRefuse } from '../../dialect.ts';
import type { CertificateAndBasicCase } from './certificate-and-basic-subject.ts';

export const takesTheCertificateAlone: CertificateAndBasicCase = {
  name: 'takes-the-certificate-alone',
  sent: 'the right certificate without a pair',
  expected: 'it is refused',
  why: 'Who holds the machine with the key holds the certificate: the pair is what that machine need not have.',
  source: 'ConnectPay, Server to server',
  level: 'required',
  async run({ dialect, request, own }, { send }) {
    const answer = await send({ ...request, certificate: own.certificate });
    mustRefuse(dialect, answer, 'absent', 'a certificate alone');
  },
};
