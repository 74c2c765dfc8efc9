import { needed } from '../../contract-case.ts';
import { type CertificateCase, certificate, mustTurnAway } from './certificate-subject.ts';

export const letsInactiveAccountsIn: CertificateCase = {
  name: 'lets-inactive-accounts-in',
  sent: 'the right certificate of an account that is not active',
  expected: 'it is refused',
  why: 'An account that was closed stays closed, whatever its certificate is good for.',
  source: 'ConnectPay, Server to server',
  level: 'required',
  async run(subject, exchange) {
    const request = needed(subject.inactiveRequest, 'inactiveAccount: the pair of that account');
    const sent = { ...request, certificate: certificate(subject, 'inactive') };
    await mustTurnAway(
      exchange,
      subject.dialect,
      sent,
      'account-inactive',
      'the certificate of an account that is not active',
    );
  },
};
