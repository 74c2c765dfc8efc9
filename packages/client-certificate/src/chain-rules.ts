import { anyExtendedKeyUsage, id_kp_clientAuth, KeyUsageFlags } from '@peculiar/asn1-x509';
import type { CertificateFacts } from './certificate-facts.ts';

/** What a chain must keep for a client's request, beside signatures and dates. */
export type ChainRule =
  | 'unknown-critical-extension'
  | 'weak-key'
  | 'leaf-is-ca'
  | 'usage-not-signature'
  | 'usage-not-client-auth'
  | 'issuer-not-ca'
  | 'issuer-without-cert-sign'
  | 'issuer-not-for-client-auth'
  | 'path-length-exceeded'
  | 'weak-signature';

/** A rule that a chain breaks, and the certificate that breaks it. */
export interface BrokenRule {
  readonly rule: ChainRule;
  /** The place in the chain: 0 is the leaf. */
  readonly position: number;
  /** The certificate's, as RFC 4514 writes it. */
  readonly subject: string;
  /** What is wrong with it, to come after the subject in a sentence. */
  readonly detail: string;
}

type Broken = readonly [rule: ChainRule, detail: string];

/**
 * Signatures over SHA-2 and SHA-3, and those that need no digest, by object identifier: RSA, ECDSA, EdDSA, and the
 * tree of NIST, with the digests themselves under RSASSA-PSS. MD5, SHA-1 and RIPEMD can be made to fit another
 * certificate; what is not known is not believed.
 */
const strongSignatures =
  /^(?:1\.2\.840\.113549\.1\.1\.1[1-6]|1\.2\.840\.10045\.4\.3\.[1-4]|1\.3\.101\.11[23]|2\.16\.840\.1\.101\.3\.4\.[23]\.\d+)$/;

/**
 * The first rule of RFC 5280 section 6 that a chain does not keep, of those that signatures and dates do not settle.
 * Policies are not checked; whatever would need more than this is refused.
 * @param chain leaf first, trust anchor last
 */
export function brokenRule(chain: readonly CertificateFacts[]): BrokenRule | undefined {
  const [first] = brokenRules(chain);
  return first;
}

/**
 * Every such rule that a chain does not keep, leaf first.
 * @param anchored whether the last certificate is trusted for itself, and not for its signature
 */
export function* brokenRules(
  chain: readonly CertificateFacts[],
  { anchored = true } = {},
): Generator<BrokenRule> {
  for (const [position, facts] of chain.entries()) {
    const subject = facts.subject.text;
    const broken = function* (): Generator<Broken> {
      yield* brokenByAny(facts);
      yield* position === 0 ? brokenByLeaf(facts) : brokenByIssuer(facts, chain.slice(1, position));
      if (!anchored || position < chain.length - 1) yield* brokenBySignature(facts);
    };
    for (const [rule, detail] of broken()) yield { rule, position, subject, detail };
  }
}

function* brokenByAny({ notUnderstood, weakKey }: CertificateFacts): Generator<Broken> {
  if (notUnderstood.length > 0) {
    const detail = `is limited in a way that is not understood: ${notUnderstood.join(', ')}`;
    yield ['unknown-critical-extension', detail];
  }
  if (weakKey !== undefined) yield ['weak-key', weakKey];
}

function* brokenByLeaf({ isAuthority, keyUsage, extendedKeyUsages }: CertificateFacts): Generator<Broken> {
  if (isAuthority) yield ['leaf-is-ca', "is an authority's, not a client's"];
  if (!allows(keyUsage, KeyUsageFlags.digitalSignature)) {
    yield ['usage-not-signature', 'may not be used for signatures'];
  }
  if (extendedKeyUsages && !extendedKeyUsages.includes(id_kp_clientAuth)) {
    yield ['usage-not-client-auth', 'may not be used for client authentication'];
  }
}

/** @param between the authorities between this one and the leaf */
function* brokenByIssuer(facts: CertificateFacts, between: readonly CertificateFacts[]): Generator<Broken> {
  const { isAuthority, keyUsage, extendedKeyUsages, pathLength } = facts;
  if (!isAuthority) yield ['issuer-not-ca', 'is not an authority'];
  if (!allows(keyUsage, KeyUsageFlags.keyCertSign)) {
    yield ['issuer-without-cert-sign', 'may not sign certificates'];
  }
  if (extendedKeyUsages && !extendedKeyUsages.some((usage) => issuerUsages.has(usage))) {
    yield ['issuer-not-for-client-auth', 'may not issue certificates for client authentication'];
  }
  // RFC 5280, section 4.2.1.9: an authority that renews its own key does not count.
  const authorities = between.filter(({ subject, issuer }) => subject.text !== issuer.text);
  if (pathLength !== undefined && authorities.length > pathLength) {
    const detail = `allows ${pathLength} authorities below it, and there are ${authorities.length}`;
    yield ['path-length-exceeded', detail];
  }
}

const issuerUsages: ReadonlySet<string> = new Set([id_kp_clientAuth, anyExtendedKeyUsage]);

function* brokenBySignature({ signatureAlgorithm }: CertificateFacts): Generator<Broken> {
  if (!strongSignatures.test(signatureAlgorithm)) {
    yield ['weak-signature', 'is signed with an algorithm that is broken or unknown'];
  }
}

/** @param keyUsage the bits of `KeyUsageFlags`, as a certificate has them; it need have none */
export function allows(keyUsage: number | undefined, flag: number): boolean {
  return keyUsage === undefined || (keyUsage & flag) !== 0;
}
