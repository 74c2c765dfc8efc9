import type { Account } from './account.ts';
import type { Secret } from './secrets/secret.ts';

/** Where accounts are looked up. A lookup that throws or rejects makes the verdict `unavailable`. */
export interface Directory {
  find(id: string): Account | undefined | Promise<Account | undefined>;
  /**
   * A secret as costly to verify as the costliest held here, and nobody's. It is verified where an account is unknown
   * or costs less, so that what is refused takes about the same time. Absent: a plain one, which is right for a
   * directory without slow hashes alone.
   */
  readonly decoy?: Secret | undefined;
}

/** @throws TypeError for what has no lookup of its own, a list of accounts included: a list's `find` is another. */
export function checkDirectory(directory: Directory | undefined): void {
  if (typeof directory?.find !== 'function' || Array.isArray(directory)) {
    throw new TypeError('directory must have find(id), such as memoryDirectory([…])');
  }
}

/** A directory that knows which accounts a certificate is attached to. */
export interface CertificateDirectory {
  /** @param serialNumber lower-case hexadecimal without leading zeros */
  findBySerialNumber(serialNumber: string): readonly Account[] | Promise<readonly Account[]>;
}
