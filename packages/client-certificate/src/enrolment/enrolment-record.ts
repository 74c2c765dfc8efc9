import type { AttachedCertificate } from '@countersign/core';
import { identityOf } from '../certificate-identity.ts';
import { type Psd2, readPsd2 } from '../psd2/read-psd2.ts';
import { type RevocationAddresses, revocationAddressesOf } from '../revocation-addresses.ts';
import type { FiledCertificate } from './read-chain-file.ts';

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
  /** Of a QWAC for PSD2 (ETSI TS 119 495). */
  readonly psd2?: Psd2;
}

/** `undefined` for a certificate that no account could be known by. */
export function enrolmentRecordOf({ certificate, facts }: FiledCertificate): EnrolmentRecord | undefined {
  const identity = identityOf(facts);
  if ('malformed' in identity) return undefined;
  const { fingerprint256, notAfter } = facts;
  const claimed = readPsd2(facts);
  return {
    ...identity,
    fingerprint256,
    notAfter,
    revocation: revocationAddressesOf(certificate),
    ...(claimed && 'psd2' in claimed && { psd2: claimed.psd2 }),
  };
}
