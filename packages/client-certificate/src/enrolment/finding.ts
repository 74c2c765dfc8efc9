import type { IdentityFault } from '../certificate-identity.ts';
import type { ChainRule } from '../chain-rules.ts';

/** What may be found about a chain. Programs go by it: a code keeps its meaning. */
export type FindingCode =
  // What is wrong with the text.
  | 'input-too-large'
  | 'not-pem'
  | 'der'
  | 'pkcs7'
  | 'pkcs12'
  | 'private-key'
  | 'certificate-request'
  | 'other-block'
  | 'other-text'
  | 'pem-malformed'
  | 'certificate-unreadable'
  | 'too-many-certificates'
  // Which certificates are there, and where.
  | 'order-reversed'
  | 'order-shuffled'
  | 'intermediate-missing'
  | 'root-missing'
  | 'extra-certificate'
  | 'duplicate-certificate'
  | 'self-signed-leaf'
  // What is wrong with one of them.
  | ChainRule
  | IdentityFault['code']
  | 'signature-invalid'
  | 'issuer-identifier-mismatch'
  | 'expired'
  | 'not-yet-valid'
  | 'usage-missing'
  | 'refused-issuer'
  | 'untrusted-root'
  | 'revocation-address-missing'
  | 'not-qualified'
  | 'psd2-role-missing';

/** One thing that was found, and what to do about it. */
export interface Finding {
  readonly code: FindingCode;
  /** With `advice` alone a chain is still good. */
  readonly severity: 'fault' | 'advice';
  /** The certificate's place in the file: 0 is the first. Absent where it is about the file. */
  readonly position?: number;
  /** The certificate's, as RFC 4514 writes it. Absent where it is about the file, or cannot be read. */
  readonly subject?: string;
  /** What is wrong, and what to do about it: whole sentences, without the subject. */
  readonly message: string;
}

/** A certificate of the file, as far as a finding tells which one it is. */
export interface Place {
  readonly position: number;
  readonly subject?: string;
}

export function fault(code: FindingCode, message: string, place?: Place): Finding {
  return { code, severity: 'fault', ...placeOf(place), message };
}

export function advice(code: FindingCode, message: string, place?: Place): Finding {
  return { code, severity: 'advice', ...placeOf(place), message };
}

function placeOf(place: Place | undefined): Partial<Place> {
  if (!place) return {};
  const { position, subject } = place;
  return subject === undefined ? { position } : { position, subject };
}
