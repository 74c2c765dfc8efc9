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

/** Why a certificate has no identity. */
export interface IdentityFault {
  readonly code:
    | 'serial-number-negative'
    | 'serial-number-too-long'
    | 'common-name-missing'
    | 'several-common-names'
    | 'common-name-unusable';
  /** To stand in a sentence. */
  readonly malformed: string;
}

/** The identity of a client's certificate, or the first reason why it has none. */
export function identityOf(facts: CertificateFacts): CertificateIdentity | IdentityFault {
  const { serialNumber, issuer } = facts;
  const commonName = commonNameOf(facts);
  return (
    unusable(serialNumber) ??
    (typeof commonName === 'string'
      ? { serialNumber: serialNumber.toString(16), commonName, issuer: issuer.text }
      : commonName)
  );
}

/** Every reason why a certificate has no identity. */
export function identityFaults(facts: CertificateFacts): readonly IdentityFault[] {
  const commonName = commonNameOf(facts);
  return [unusable(facts.serialNumber), typeof commonName === 'string' ? undefined : commonName].filter(
    (fault) => fault !== undefined,
  );
}

/** 20 bytes (RFC 5280, section 4.1.2.2), of which some authorities use the highest bit too. */
const SERIAL_NUMBER_END = 1n << 160n;

/** RFC 5280, section 4.1.2.2. Written as hexadecimal bytes, a negative number would look like another positive one. */
function unusable(serialNumber: bigint): IdentityFault | undefined {
  if (serialNumber < 0n) {
    return { code: 'serial-number-negative', malformed: 'the serial number is negative' };
  }
  if (serialNumber < SERIAL_NUMBER_END) return undefined;
  return { code: 'serial-number-too-long', malformed: 'the serial number is longer than 20 bytes' };
}

function commonNameOf({ subject }: CertificateFacts): string | IdentityFault {
  const [commonName, ...more] = subject.parts.flat().filter(({ type }) => type === COMMON_NAME);
  if (!commonName) return { code: 'common-name-missing', malformed: 'the subject has no common name' };
  if (more.length > 0) {
    return { code: 'several-common-names', malformed: 'the subject has more than one common name' };
  }
  if (!('text' in commonName))
    return { code: 'common-name-unusable', malformed: 'the common name is no text' };
  if (commonName.text === '') return { code: 'common-name-unusable', malformed: 'the common name is empty' };
  return commonName.text;
}
