import { mustAccept, mustRefuse } from '../../dialect.ts';
import { another, type CertificateAndBasicCase, withBoth } from './certificate-and-basic-subject.ts';

export const takesTheCertificateOfAnother: CertificateAndBasicCase = {
  name: 'takes-the-certificate-of-another',
  sent: 'the certificate of one account with the pair of another, either way round',
  expected: 'both are refused',
  why: 'Each is right by itself. Where they are not bound to one another, a leaked secret works with any certificate.',
  source: 'ConnectPay, Server to server',
  level: 'required',
  async run(subject, { send }) {
    const { dialect, own } = subject;
    const other = another(subject);
    mustAccept(
      dialect,
      await send(withBoth(subject, other.certificate, other.pair)),
      'the other account by itself',
    );
    for (const crossed of [
      withBoth(subject, other.certificate, own.pair),
      withBoth(subject, own.certificate, other.pair),
    ]) {
      mustRefuse(
        dialect,
        await send(crossed),
        'identity-conflict',
        'one account with the certificate of another',
      );
    }
  },
};
