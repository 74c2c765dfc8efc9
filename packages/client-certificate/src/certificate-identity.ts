import { COMMON_NAME } from './attribute-types.ts';
import type { CertificateFacts } from './certificate-facts.ts';

/** What a certificate is known by: compared with what is attached to an account. */
export interface CertificateIdentity {
  /** Lower-case hexadecimal without leading zeros. */
  readonly serialNumber: string;
  readonly commonName: string;
  /** The issuer's distinguished name, as RFC 4514 writes it. */
  readonly issuer: string;
}

/** The identity of a client's certificate, or why it has none. */
export function identityOf(facts: CertificateFacts): CertificateIdentity | { readonly malformed: string } {
  const { serialNumber, subject, issuer } = facts;
  // RFC 5280, section 4.1.2.2. Written as hexadecimal bytes, a negative number would look like another positive one.
  if (serialNumber < 0n) return { malformed: 'the serial number is negative' };
  const [commonName, ...more] = subject.parts.flat().filter(({ type }) => type === COMMON_NAME);
  if (!commonName) return { malformed: 'the subject has no common name' };
  if (more.length > 0) return { malformed: 'the subject has more than one common name' };
  if (!('text' in commonName)) return { malformed: 'the common name is no text' };
  if (commonName.text === '') return { malformed: 'the common name is empty' };
  return { serialNumber: serialNumber.toString(16), commonName: commonName.text, issuer: issuer.text };
}
