import { type AttachedCertificate, normalizeFingerprint, normalizeSerialNumber } from '@countersign/core';
import { readFacts } from './certificate-facts.ts';
import { type CertificateIdentity, identityOf } from './certificate-identity.ts';
import { parseName, printName } from './distinguished-name.ts';
import { type CertificateSource, readCertificates } from './read-certificates.ts';

/**
 * The record that attaches a certificate to an account: put it among the account's `certificates`.
 * @param certificate a certificate, or a chain of which the first one counts
 * @throws TypeError for what is no certificate, or one that no account could be known by: without a common name,
 * with two of them, with a negative serial number.
 */
export function attachmentOf(certificate: CertificateSource): AttachedCertificate {
  const [leaf] = readCertificates(certificate, 'certificate');
  if (!leaf) throw new TypeError('certificate must hold a certificate');
  let identity: ReturnType<typeof identityOf>;
  try {
    identity = identityOf(readFacts(leaf));
  } catch (cause) {
    throw new TypeError('certificate cannot be read', { cause });
  }
  if ('malformed' in identity) {
    throw new TypeError(`certificate cannot be attached to an account: ${identity.malformed}`);
  }
  return identity;
}

/** Where an attached certificate and one that was sent part ways. */
export type Difference = 'serial number' | 'common name' | 'issuer' | 'no issuer attached' | 'fingerprint';

/** A certificate that was sent. */
export interface SentCertificate extends CertificateIdentity {
  /** SHA-256, as Node.js writes it. */
  readonly fingerprint256: string;
}

/** @param requireIssuer whether a certificate that is attached without its issuer counts as another one */
export function differenceOf(
  attached: AttachedCertificate,
  sent: SentCertificate,
  requireIssuer: boolean,
): Difference | undefined {
  if (normalizeSerialNumber(attached.serialNumber) !== sent.serialNumber) return 'serial number';
  if (attached.commonName !== sent.commonName) return 'common name';
  if (attached.issuer === undefined && requireIssuer) return 'no issuer attached';
  if (attached.issuer !== undefined && !isSameName(attached.issuer, sent.issuer)) return 'issuer';
  return isPinned(attached, sent) ? undefined : 'fingerprint';
}

function isPinned({ fingerprint256 }: AttachedCertificate, sent: SentCertificate): boolean {
  return fingerprint256 === undefined || normalizeFingerprint(fingerprint256) === sent.fingerprint256;
}

/** Tools print a name from either end: RFC 4514 begins with its narrowest part, `openssl x509` with its broadest. */
function isSameName(attached: string, printed: string): boolean {
  if (attached === printed) return true;
  const parts = parseName(attached);
  return parts !== undefined && (printName(parts) === printed || printName(parts.toReversed()) === printed);
}
