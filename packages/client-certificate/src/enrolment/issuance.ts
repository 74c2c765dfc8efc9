import type { FiledCertificate } from './read-chain-file.ts';

/** Who issued whom among the certificates of a file. */
export interface Issuance {
  /** Subject and issuer are one name. */
  isSelfIssued(one: FiledCertificate): boolean;
  /** The certificate that issued this one, if it is there and is not itself. */
  issuerOf(one: FiledCertificate): FiledCertificate | undefined;
  isSignedBy(one: FiledCertificate, issuer: FiledCertificate): boolean;
}

export function issuance(certificates: readonly FiledCertificate[]): Issuance {
  const verified = new Map<string, boolean>();

  function isSignedBy(one: FiledCertificate, issuer: FiledCertificate): boolean {
    const key = `${one.position} ${issuer.position}`;
    const signed = verified.get(key) ?? verify(one, issuer);
    verified.set(key, signed);
    return signed;
  }

  return {
    isSelfIssued,
    isSignedBy,
    issuerOf(one) {
      const named = certificates.filter((other) => other !== one && isNamedBy(one, other));
      // A signature of its own ends a chain, whatever else has the same name.
      if (isSelfIssued(one) && (isSignedBy(one, one) || named.length === 0)) return undefined;
      const signers = named.filter((other) => isSignedBy(one, other));
      // Of several certificates of one authority, that which needs no other, then that which comes next.
      return (
        signers.find(isSelfIssued) ??
        signers.find(({ position }) => position > one.position) ??
        signers[0] ??
        (isSelfIssued(one) ? undefined : named[0])
      );
    },
  };
}

function isSelfIssued({ facts }: FiledCertificate): boolean {
  return facts.subject.text === facts.issuer.text;
}

/** Letter case and white space are OpenSSL's to compare, as they are when a client calls. */
function isNamedBy(one: FiledCertificate, other: FiledCertificate): boolean {
  return one.facts.issuer.text === other.facts.subject.text || one.certificate.checkIssued(other.certificate);
}

function verify(one: FiledCertificate, issuer: FiledCertificate): boolean {
  try {
    return one.certificate.verify(issuer.certificate.publicKey);
  } catch {
    // A key of a kind that this OpenSSL does not know.
    return false;
  }
}
