import { needed } from '../../contract-case.ts';
import { mustTurnAway } from '../client-certificate/certificate-subject.ts';
import type { Psd2RoleCase } from './psd2-role-subject.ts';

export const takesASeal: Psd2RoleCase = {
  name: 'takes-a-seal',
  sent: 'a qualified certificate for electronic seals, with the role',
  expected: 'it is refused',
  why: 'A seal signs documents, on machines that are not those that call: it is no proof of a connection.',
  source: 'ETSI EN 319 412-5, section 4.2.3; ETSI TS 119 495, section 5.3',
  level: 'required',
  async run({ dialect, request, qseal }, exchange) {
    const certificate = needed(qseal, 'qseal: a qualified certificate for seals');
    await mustTurnAway(
      exchange,
      dialect,
      { ...request, certificate },
      'certificate-not-qualified',
      'a certificate for seals',
    );
  },
};
