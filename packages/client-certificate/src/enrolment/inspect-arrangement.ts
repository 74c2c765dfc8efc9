import { KeyUsageFlags } from '@peculiar/asn1-x509';
import { allows } from '../chain-rules.ts';
import { type Arrangement, type Segment, topOf } from './arrangement.ts';
import { type Finding, fault } from './finding.ts';
import type { FiledCertificate } from './read-chain-file.ts';

/** Whether the file is a whole chain, in order, and nothing else. */
export function inspectArrangement(arrangement: Arrangement): Finding[] {
  return [
    ...inspectOrder(arrangement),
    ...inspectGaps(arrangement),
    ...inspectSurplus(arrangement),
    ...inspectSignatures(arrangement),
    ...inspectKeyIdentifiers(arrangement),
  ];
}

function inspectOrder({ segments }: Arrangement): Finding[] {
  const chain = segments.flat();
  const positions = chain.map(({ position }) => position);
  const ascending = positions.toSorted((a, b) => a - b);
  if (isEqual(positions, ascending)) return [];
  const wanted =
    'The certificate comes first, then its issuer, then the issuer of that, the root last: put those of this file ' +
    `in the order ${positions.join(', ')}.`;
  const first = chain.find(({ position }) => position === ascending[0]);
  return isEqual(positions, ascending.toReversed())
    ? [fault('order-reversed', `The chain begins at its wrong end. ${wanted}`, first)]
    : [fault('order-shuffled', `The chain is out of order. ${wanted}`, first)];
}

function isEqual(some: readonly number[], others: readonly number[]): boolean {
  return some.every((one, index) => one === others[index]);
}

function inspectGaps({ segments, isRooted, issuance }: Arrangement): Finding[] {
  const [ofLeaf] = segments;
  const [leaf] = ofLeaf;
  if (ofLeaf.length === 1 && issuance.isSelfIssued(leaf)) {
    const message =
      'The certificate is issued by itself. Get one from a certificate authority: a self-signed certificate is not accepted.';
    return [fault('self-signed-leaf', message, leaf)];
  }
  const findings = segments.slice(0, -1).map((segment) => missing('intermediate-missing', segment));
  const last = segments.at(-1) ?? ofLeaf;
  if (isRooted) return findings;
  // Authorities do not issue certificates of clients from their root: between a leaf that is alone and its root there is more.
  if (last === ofLeaf && ofLeaf.length === 1) findings.push(missing('intermediate-missing', ofLeaf));
  return [...findings, missing('root-missing', last)];
}

function missing(code: 'intermediate-missing' | 'root-missing', segment: Segment): Finding {
  const top = topOf(segment);
  const issuer = top.facts.issuer.text;
  const message =
    code === 'intermediate-missing'
      ? `Its issuer, ${issuer}, is not in the file. Put the issuer's certificate right below this one: the authority publishes it.`
      : 'The chain does not reach its root, a certificate that is issued by itself. Add what is above this one ' +
        `(${issuer}), the root last: the authority publishes it.`;
  return fault(code, message, top);
}

function inspectSurplus({ extra, duplicates }: Arrangement): Finding[] {
  return [
    ...extra.map((one) =>
      fault('extra-certificate', 'It is not part of the chain of the certificate. Take it out.', one),
    ),
    ...duplicates.map((one) =>
      fault('duplicate-certificate', 'It is in the file before. Take this one out.', one),
    ),
  ];
}

function inspectSignatures({ segments, issuance }: Arrangement): Finding[] {
  const signedBy = (one: FiledCertificate, issuer: FiledCertificate | undefined) => {
    const signer = issuer ?? (issuance.isSelfIssued(one) ? one : undefined);
    return signer === undefined || issuance.isSignedBy(one, signer);
  };
  return segments
    .flatMap((segment) => segment.filter((one, index) => !signedBy(one, segment[index + 1])))
    .map((one) => {
      const message =
        'Its signature does not verify with the key of its issuer in the file. Either the certificate was changed, or ' +
        "the issuer's is an older or newer one of the same name. Get both from the authority again.";
      return fault('signature-invalid', message, one);
    });
}

/**
 * Whose key signed is not all: OpenSSL takes a certificate for an issuer's only where it is the one that is named in
 * the authority key identifier (RFC 5280, section 4.2.1.1), and so does a request.
 */
function inspectKeyIdentifiers({ segments, issuance }: Arrangement): Finding[] {
  const namesAnother = (one: FiledCertificate, issuer: FiledCertificate | undefined) =>
    issuer !== undefined &&
    issuance.isSignedBy(one, issuer) &&
    // One that may not sign certificates is nobody's issuer either, which is a finding of its own.
    allows(issuer.facts.keyUsage, KeyUsageFlags.keyCertSign) &&
    !one.certificate.checkIssued(issuer.certificate);
  return segments
    .flatMap((segment) => segment.filter((one, index) => namesAnother(one, segment[index + 1])))
    .map((one) => {
      const message =
        "Its authority key identifier names another certificate than its issuer's in the file. Put the one there that " +
        'it names, or get a certificate that names this one.';
      return fault('issuer-identifier-mismatch', message, one);
    });
}
