import type { Suite } from '../../contract-case.ts';
import type { CertificateAndBasicSubject } from './certificate-and-basic-subject.ts';
import { takesAWrongSecret } from './takes-a-wrong-secret.ts';
import { takesTheCertificateAlone } from './takes-the-certificate-alone.ts';
import { takesTheCertificateOfAnother } from './takes-the-certificate-of-another.ts';
import { takesTheSessionOfAnother } from './takes-the-session-of-another.ts';

/** A client certificate and Basic of one account. */
export const certificateAndBasicSuite: Suite<CertificateAndBasicSubject> = {
  name: 'certificate-and-basic',
  cases: [
    takesTheCertificateOfAnother,
    takesTheSessionOfAnother,
    takesTheCertificateAlone,
    takesAWrongSecret,
  ],
};
