import { type RevocationCheck, revocationCheck } from '@countersign/client-certificate';
import type { Clock } from '@countersign/core';
import type {
  CertificateRegister,
  CertificateStatus,
  RegisteredCertificate,
} from '../authority/certificate-register.ts';

/** The demo authority, as the routes trust it and as the control routes change it. */
export interface DemoTrust {
  /** PEM of the root, and of the authorities that are trusted beside it. */
  readonly trustAnchors: readonly string[];
  readonly revocation: RevocationCheck;
  certificates(): RegisteredCertificate[];
  /** In force at once. `undefined` where no certificate has this name. */
  setStatus(name: string, status: CertificateStatus): RegisteredCertificate | undefined;
}

/** @param others PEM of authorities that are trusted beside this one */
export function demoTrust(
  { ca, register }: { readonly ca: string; readonly register: CertificateRegister },
  clock: Clock,
  others: readonly string[],
): DemoTrust {
  // A certificate that somebody made with the demo authority's key names nobody to ask.
  const newCheck = () => revocationCheck({ clock, acceptMissingAnswer: true });
  let check = newCheck();
  return {
    trustAnchors: [ca, ...others],
    revocation: { statusOf: (chain) => check.statusOf(chain) },
    certificates: register.list,
    setStatus(name, status) {
      // Another check remembers nothing: what is changed here should show at the next request.
      check = newCheck();
      return register.set(name, status);
    },
  };
}
