import { needed } from '../../contract-case.ts';
import { mustTurnAway } from '../client-certificate/certificate-subject.ts';
import type { Psd2RoleCase } from './psd2-role-subject.ts';

export const takesACertificateThatIsNotQualified: Psd2RoleCase = {
  name: 'takes-a-certificate-that-is-not-qualified',
  sent: 'the certificate of an account, which is no QWAC',
  expected: 'it is refused',
  why: 'Only a qualified certificate says that somebody looked who is behind it, and what it may do.',
  source: 'Commission Delegated Regulation (EU) 2018/389, article 34',
  level: 'required',
  async run({ dialect, request, unqualified }, exchange) {
    const certificate = needed(unqualified, 'certificates.client: a certificate that is no QWAC');
    await mustTurnAway(
      exchange,
      dialect,
      { ...request, certificate },
      'certificate-not-qualified',
      'a certificate that is no QWAC',
    );
  },
};
