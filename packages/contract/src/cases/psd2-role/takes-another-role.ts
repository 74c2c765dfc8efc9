import { needed } from '../../contract-case.ts';
import { mustTurnAway } from '../client-certificate/certificate-subject.ts';
import type { Psd2RoleCase } from './psd2-role-subject.ts';

export const takesAnotherRole: Psd2RoleCase = {
  name: 'takes-another-role',
  sent: 'a QWAC that holds another role, and not this one',
  expected: 'it is refused',
  why: 'Who may read accounts may not initiate payments: the authority that supervises a provider gave it one role.',
  source: 'ETSI TS 119 495, section 5.1; PSD2, article 33',
  level: 'required',
  async run({ dialect, request, qwacOtherRole }, exchange) {
    const certificate = needed(qwacOtherRole, 'qwacOtherRole: a QWAC that lacks the role');
    await mustTurnAway(
      exchange,
      dialect,
      { ...request, certificate },
      'role-missing',
      'a QWAC with another role',
    );
  },
};
