import type { Account } from './account.ts';
import type { Secret } from './secrets/secret.ts';

/** Where accounts are looked up. A lookup that throws or rejects makes the verdict `unavailable`. */
export interface Directory {
  find(id: string): Account | undefined | Promise<Account | undefined>;
  /**
   * A secret as costly to verify as those held here. It is verified in place of the secret of an unknown
   * account, so that knowing and not knowing an account take the same time. Absent: a plain one.
   */
  readonly decoy?: Secret | undefined;
}

/** A directory that knows which accounts a certificate is attached to. */
export interface CertificateDirectory {
  /** @param serialNumber lower-case hexadecimal without leading zeros */
  findBySerialNumber(serialNumber: string): readonly Account[] | Promise<readonly Account[]>;
}
