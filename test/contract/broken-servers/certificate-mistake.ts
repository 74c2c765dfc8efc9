import type { CertificateSteps, Known } from './certificate-server.ts';

/** One step of a server that is wrong, and the cases that name it. */
export interface CertificateMistake {
  readonly mistake: string;
  readonly steps: (right: CertificateSteps, known: Known) => Partial<CertificateSteps>;
  readonly fails: readonly string[];
}
