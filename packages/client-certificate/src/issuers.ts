import type { X509Certificate } from 'node:crypto';

/** The certificates of a chain, leaf and trust anchor counted. */
export const MAX_CHAIN = 8;

/** Issuers tried for one chain: many more than an honest chain needs, and few enough to try on every request. */
const MAX_TRIES = 32;

/**
 * Every way from a certificate up to a trust anchor, nearest issuer first, in which each signature holds.
 * Signatures are verified from the anchor downwards: no key is used before it is known to be trusted, so that
 * what a stranger sends beside a certificate costs a comparison of names and nothing else.
 */
export function* issuersOf(
  leaf: X509Certificate,
  trustAnchors: readonly X509Certificate[],
  intermediates: readonly X509Certificate[],
): Generator<readonly X509Certificate[]> {
  let tries = MAX_TRIES;
  yield* above(leaf, [leaf]);

  function* above(
    certificate: X509Certificate,
    below: readonly X509Certificate[],
  ): Generator<readonly X509Certificate[]> {
    if (below.length >= MAX_CHAIN) return;
    for (const anchor of trustAnchors) {
      if (certificate.checkIssued(anchor) && tries-- > 0 && isSignedBy(certificate, anchor)) yield [anchor];
    }
    for (const issuer of intermediates) {
      if (below.includes(issuer) || !certificate.checkIssued(issuer) || tries-- <= 0) continue;
      let signed: boolean | undefined;
      for (const rest of above(issuer, [...below, issuer])) {
        signed ??= isSignedBy(certificate, issuer);
        if (signed) yield [issuer, ...rest];
      }
    }
  }
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.verify(issuer.publicKey);
  } catch {
    // A key of a kind that this OpenSSL does not know.
    return false;
  }
}
