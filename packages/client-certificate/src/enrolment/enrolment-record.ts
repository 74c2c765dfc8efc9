import type { AttachedCertificate } from '@countersign/core';
import { identityOf } from '../certificate-identity.ts';
import type { FiledCertificate } from './read-chain-file.ts';
import { type RevocationAddresses, revocationAddressesOf } from './revocation-addresses.ts';

/** What to attach to an account: put it among the account's `certificates`. */
export interface EnrolmentRecord extends AttachedCertificate {
  /** Lower-case hexadecimal without leading zeros. */
  readonly serialNumber: string;
  readonly commonName: string;
  /** The issuer's distinguished name (RFC 4514). */
  readonly issuer: string;
  /** SHA-256 of the certificate: upper-case hexadecimal with colons. */
  readonly fingerprint256: string;
  /** Milliseconds since the epoch. */
  readonly notAfter: number;
  readonly revocation: RevocationAddresses;
}

/** `undefined` for a certificate that no account could be known by. */
export function enrolmentRecordOf({ certificate, facts }: FiledCertificate): EnrolmentRecord | undefined {
  const identity = identityOf(facts);
  if ('malformed' in identity) return undefined;
  const { fingerprint256, notAfter } = facts;
  return { ...identity, fingerprint256, notAfter, revocation: revocationAddressesOf(certificate) };
}
