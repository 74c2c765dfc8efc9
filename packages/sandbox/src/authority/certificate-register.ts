import { normalizeSerialNumber } from '@countersign/core';
import type { IssuedCertificate } from './issue-certificate.ts';

export const CERTIFICATE_STATUSES = ['good', 'revoked'] as const;
export type CertificateStatus = (typeof CERTIFICATE_STATUSES)[number];

export interface RegisteredCertificate {
  readonly name: string;
  /** Lower-case hexadecimal without leading zeros. */
  readonly serialNumber: string;
  readonly status: CertificateStatus;
}

/** What an authority knows of the certificates that it issued. */
export interface CertificateRegister {
  add(name: string, certificate: IssuedCertificate): void;
  /** `undefined` where no certificate has this name. */
  set(name: string, status: CertificateStatus): RegisteredCertificate | undefined;
  find(serialNumber: string): RegisteredCertificate | undefined;
  list(): RegisteredCertificate[];
}

export function certificateRegister(): CertificateRegister {
  const byName = new Map<string, RegisteredCertificate>();
  return {
    add(name, { certificate }) {
      const serialNumber = normalizeSerialNumber(certificate.serialNumber) ?? '';
      byName.set(name, { name, serialNumber, status: 'good' });
    },
    set(name, status) {
      const before = byName.get(name);
      if (!before) return undefined;
      const after = { ...before, status };
      byName.set(name, after);
      return after;
    },
    find: (serialNumber) => [...byName.values()].find((one) => one.serialNumber === serialNumber),
    list: () => [...byName.values()],
  };
}
