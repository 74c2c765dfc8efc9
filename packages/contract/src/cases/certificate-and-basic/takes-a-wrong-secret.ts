import { mustRefuse } from '../../dialect.ts';
import { type CertificateAndBasicCase, withBoth } from './certificate-and-basic-subject.ts';

export const takesAWrongSecret: CertificateAndBasicCase = {
  name: 'takes-a-wrong-secret',
  sent: 'the right certificate with the right id and a wrong secret',
  expected: 'it is refused',
  why: 'A certificate that proves the account leaves the secret to be proven.',
  source: 'ConnectPay, Server to server; RFC 7617, section 2',
  level: 'required',
  async run(subject, { send }) {
    const { certificate, pair } = subject.own;
    const wrong = withBoth(subject, certificate, { ...pair, secret: 'no-such-secret' });
    mustRefuse(subject.dialect, await send(wrong), 'proof-mismatch', 'a wrong secret');
  },
};
