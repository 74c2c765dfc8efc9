import { anyExtendedKeyUsage, id_kp_clientAuth, KeyUsageFlags } from '@peculiar/asn1-x509';
import type { CertificateFacts } from './certificate-facts.ts';

/** A rule that a chain breaks, and the certificate that breaks it. */
export interface BrokenRule {
  /** The place in the chain: 0 is the leaf. */
  readonly position: number;
  /** The certificate's, as RFC 4514 writes it. */
  readonly subject: string;
  /** What is wrong with it, to come after the subject in a sentence. */
  readonly detail: string;
}

/** RSA keys shorter than this have been refused by public authorities since 2014. */
const MIN_RSA_BITS = 2048;

/** Signatures over MD2, MD5 and SHA-1, which can be made to fit another certificate. */
const weakSignatures: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.2',
  '1.2.840.113549.1.1.4',
  '1.2.840.113549.1.1.5',
  '1.2.840.10040.4.3',
  '1.2.840.10045.4.1',
  '1.3.14.3.2.29',
]);

/**
 * The first rule of RFC 5280 section 6 that a chain does not keep, of those that signatures and dates do not settle.
 * Policies are not checked; whatever would need more than this is refused.
 * @param chain leaf first, trust anchor last
 */
export function brokenRule(chain: readonly CertificateFacts[]): BrokenRule | undefined {
  for (const [position, facts] of chain.entries()) {
    const detail =
      brokenByAny(facts) ??
      (position === 0 ? brokenByLeaf(facts) : brokenByIssuer(facts, chain.slice(1, position))) ??
      (position < chain.length - 1 ? brokenBySignature(facts) : undefined);
    if (detail !== undefined) return { position, subject: facts.subject.text, detail };
  }
  return undefined;
}

function brokenByAny({ notUnderstood, rsaBits }: CertificateFacts): string | undefined {
  if (notUnderstood.length > 0)
    return `is limited in a way that is not understood: ${notUnderstood.join(', ')}`;
  if (rsaBits !== undefined && rsaBits < MIN_RSA_BITS) return `has an RSA key of ${rsaBits} bits`;
  return undefined;
}

function brokenByLeaf({ isAuthority, keyUsage, extendedKeyUsages }: CertificateFacts): string | undefined {
  if (isAuthority) return "is an authority's, not a client's";
  if (!allows(keyUsage, KeyUsageFlags.digitalSignature)) return 'may not be used for signatures';
  if (extendedKeyUsages && !extendedKeyUsages.includes(id_kp_clientAuth)) {
    return 'may not be used for client authentication';
  }
  return undefined;
}

/** @param between the authorities between this one and the leaf */
function brokenByIssuer(facts: CertificateFacts, between: readonly CertificateFacts[]): string | undefined {
  const { isAuthority, keyUsage, extendedKeyUsages, pathLength } = facts;
  if (!isAuthority) return 'is not an authority';
  if (!allows(keyUsage, KeyUsageFlags.keyCertSign)) return 'may not sign certificates';
  if (extendedKeyUsages && !extendedKeyUsages.some((usage) => issuerUsages.has(usage))) {
    return 'may not issue certificates for client authentication';
  }
  // RFC 5280, section 4.2.1.9: an authority that renews its own key does not count.
  const authorities = between.filter(({ subject, issuer }) => subject.text !== issuer.text);
  if (pathLength !== undefined && authorities.length > pathLength) {
    return `allows ${pathLength} authorities below it, and there are ${authorities.length}`;
  }
  return undefined;
}

const issuerUsages: ReadonlySet<string> = new Set([id_kp_clientAuth, anyExtendedKeyUsage]);

/** Not asked of a trust anchor, which is trusted for itself and not for its signature. */
function brokenBySignature({ signatureAlgorithm }: CertificateFacts): string | undefined {
  return weakSignatures.has(signatureAlgorithm) ? 'is signed with an algorithm that is broken' : undefined;
}

function allows(keyUsage: number | undefined, flag: number): boolean {
  return keyUsage === undefined || (keyUsage & flag) !== 0;
}
