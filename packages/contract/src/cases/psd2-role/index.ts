import type { Suite } from '../../contract-case.ts';
import type { Psd2RoleSubject } from './psd2-role-subject.ts';
import { refusesTheRightRole } from './refuses-the-right-role.ts';
import { takesACertificateThatIsNotQualified } from './takes-a-certificate-that-is-not-qualified.ts';
import { takesASeal } from './takes-a-seal.ts';
import { takesAnotherRole } from './takes-another-role.ts';

/** A QWAC, and a PSD2 role that it must hold. */
export const psd2RoleSuite: Suite<Psd2RoleSubject> = {
  name: 'psd2-role',
  cases: [refusesTheRightRole, takesAnotherRole, takesACertificateThatIsNotQualified, takesASeal],
};
