import { createHash, type X509Certificate } from 'node:crypto';
import { CertID } from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Certificate } from '@peculiar/asn1-x509';

// The one that every responder knows (RFC 5019, section 2.1.1). It finds a certificate; what is said of it is signed.
const SHA1 = '1.3.14.3.2.26';

/**
 * What a certificate is called in OCSP: its serial number, and who issued it.
 * @throws Error for what cannot be read.
 * @see RFC 6960, section 4.1.1
 */
export function certificateIdOf(certificate: X509Certificate, issuer: X509Certificate): CertID {
  const { issuer: issuerName, serialNumber } = AsnConvert.parse(certificate.raw, Certificate).tbsCertificate;
  return new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithm: SHA1, parameters: null }),
    issuerNameHash: new OctetString(sha1(AsnConvert.serialize(issuerName))),
    issuerKeyHash: new OctetString(keyHashOf(issuer)),
    serialNumber,
  });
}

/**
 * Reads what a certificate is called in OCSP, as text. Not its fingerprint: whoever holds a certificate can write an
 * ECDSA signature in it otherwise, as valid, and what was revoked would be another one that nothing is known of.
 * Remembered with the certificate, since it is asked for on every request.
 */
export function certificateIdReader(): (certificate: X509Certificate, issuer: X509Certificate) => string {
  const remembered = new WeakMap<X509Certificate, string>();
  return (certificate, issuer) => {
    const known = remembered.get(certificate);
    if (known !== undefined) return known;
    const { issuerNameHash, issuerKeyHash, serialNumber } = certificateIdOf(certificate, issuer);
    const parts = [issuerNameHash.buffer, issuerKeyHash.buffer, serialNumber];
    const id = parts.map((part) => Buffer.from(part).toString('hex')).join(' ');
    remembered.set(certificate, id);
    return id;
  };
}

/** SHA-1 of the bits of a certificate's key. */
export function keyHashOf(certificate: X509Certificate): Uint8Array<ArrayBuffer> {
  const { subjectPublicKeyInfo } = AsnConvert.parse(certificate.raw, Certificate).tbsCertificate;
  return sha1(subjectPublicKeyInfo.subjectPublicKey);
}

export function isSameCertificateId(one: CertID, other: CertID): boolean {
  return (
    one.hashAlgorithm.algorithm === other.hashAlgorithm.algorithm &&
    isSameBytes(one.issuerNameHash.buffer, other.issuerNameHash.buffer) &&
    isSameBytes(one.issuerKeyHash.buffer, other.issuerKeyHash.buffer) &&
    isSameBytes(one.serialNumber, other.serialNumber)
  );
}

export function isSameBytes(one: ArrayBuffer, other: ArrayBuffer): boolean {
  return Buffer.from(one).equals(Buffer.from(other));
}

function sha1(data: ArrayBuffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha1').update(new Uint8Array(data)).digest());
}
