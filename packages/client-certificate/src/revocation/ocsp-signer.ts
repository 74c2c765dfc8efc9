import { X509Certificate } from 'node:crypto';
import { type BasicOCSPResponse, id_kp_OCSPSigning, type ResponderID } from '@peculiar/asn1-ocsp';
import { AsnConvert, AsnProp, AsnPropTypes } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Certificate } from '@peculiar/asn1-x509';
import { readFacts } from '../certificate-facts.ts';
import { type BrokenRule, brokenRules } from '../chain-rules.ts';
import { isInDate } from '../validity.ts';
import { isSameBytes, keyHashOf } from './certificate-id.ts';
import { isSignedBy } from './signature.ts';
import { badAnswer } from './unanswered.ts';

/** Certificates of responders that are looked at. A response has one. */
const MAX_DELEGATES = 4;

/**
 * Holds a response to being signed by who may speak for the issuer: the issuer itself, or whom it certified for that.
 * @throws RevocationUnanswered
 * @see RFC 6960, section 4.2.2.2
 */
export function checkSigner(response: BasicOCSPResponse, issuer: X509Certificate, now: number): void {
  const { tbsResponseDataRaw, tbsResponseData, signatureAlgorithm, signature, certs = [] } = response;
  if (!tbsResponseDataRaw) throw badAnswer('the response holds nothing that is signed');
  const signed = {
    data: new Uint8Array(tbsResponseDataRaw),
    algorithm: signatureAlgorithm,
    signature: new Uint8Array(signature),
  };
  const { responderID } = tbsResponseData;
  if (isNamed(issuer, responderID) && isSignedBy(signed, issuer.publicKey)) return;

  const delegates = certs.slice(0, MAX_DELEGATES).map(certificateOf).filter(isPresent);
  const signers = delegates.filter((one) => isNamed(one, responderID) && isSignedBy(signed, one.publicKey));
  if (signers.length === 0) throw badAnswer('the response is not signed by the issuer, nor by whom it names');
  if (!signers.some((one) => mayAnswerFor(one, issuer, now))) {
    throw badAnswer(
      "the response is signed with a certificate that is not one for the issuer's OCSP, in date",
    );
  }
}

function isNamed(certificate: X509Certificate, { byName, byKey }: ResponderID): boolean {
  if (byKey) return isSameBytes(byKey.buffer, keyHashOf(certificate).buffer);
  if (!byName) return false;
  const { subject } = AsnConvert.parse(certificate.raw, Certificate).tbsCertificate;
  return isSameBytes(AsnConvert.serialize(byName), AsnConvert.serialize(subject));
}

/** Any usage is not enough: the issuer has to have meant it. Whether it takes back what it delegated is not asked. */
function mayAnswerFor(delegate: X509Certificate, issuer: X509Certificate, now: number): boolean {
  try {
    if (!delegate.checkIssued(issuer) || !delegate.verify(issuer.publicKey)) return false;
    const facts = readFacts(delegate);
    const broken = [...brokenRules([facts], { anchored: false })].filter(isOfResponders);
    const isDelegate = facts.extendedKeyUsages?.includes(id_kp_OCSPSigning) === true;
    return isDelegate && broken.length === 0 && isInDate(facts, now);
  } catch {
    return false;
  }
}

/** A responder is no client; all else that is asked of a client's certificate is asked of its. */
function isOfResponders({ rule }: BrokenRule): boolean {
  return rule !== 'usage-not-client-auth';
}

/**
 * A certificate whose part that is signed is written as it was read: written anew, one that was not encoded in the
 * one way of DER would not verify.
 */
class ExactCertificate {
  tbs: ArrayBuffer | undefined;
  algorithm: AlgorithmIdentifier | undefined;
  signature: ArrayBuffer | undefined;
}
AsnProp({ type: AsnPropTypes.Any })(ExactCertificate.prototype, 'tbs');
AsnProp({ type: AlgorithmIdentifier })(ExactCertificate.prototype, 'algorithm');
AsnProp({ type: AsnPropTypes.BitString })(ExactCertificate.prototype, 'signature');

function certificateOf(certificate: Certificate): X509Certificate | undefined {
  const exact = Object.assign(new ExactCertificate(), {
    tbs: certificate.tbsCertificateRaw,
    algorithm: certificate.signatureAlgorithm,
    signature: certificate.signatureValue,
  });
  try {
    return new X509Certificate(Buffer.from(AsnConvert.serialize(exact)));
  } catch {
    return undefined;
  }
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}
