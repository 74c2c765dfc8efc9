import { createHash, sign } from 'node:crypto';
import { type Clock, normalizeSerialNumber } from '@countersign/core';
import {
  BasicOCSPResponse,
  type CertID,
  CertStatus,
  id_pkix_ocsp_basic,
  id_pkix_ocsp_nonce,
  OCSPRequest,
  OCSPResponse,
  OCSPResponseStatus,
  ResponderID,
  ResponseBytes,
  ResponseData,
  RevokedInfo,
  SingleResponse,
} from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Certificate } from '@peculiar/asn1-x509';
import type { CertificateRegister } from './certificate-register.ts';
import type { IssuedCertificate } from './issue-certificate.ts';

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const IN_FORCE_MS = 3_600_000;

export interface OcspAuthority {
  /** Who issued what the register holds, and signs for itself: an ECDSA key. */
  readonly issuer: IssuedCertificate;
  readonly register: CertificateRegister;
  readonly clock: Clock;
}

/** What the authority answers to a request (RFC 6960, section 4): of certificates that it did not issue, `unknown`. */
export function ocspResponse(der: Uint8Array, { issuer, register, clock }: OcspAuthority): Buffer {
  let request: OCSPRequest;
  try {
    request = AsnConvert.parse(Buffer.from(der), OCSPRequest);
  } catch {
    return encoded(new OCSPResponse({ responseStatus: OCSPResponseStatus.malformedRequest }));
  }
  const { requestList, requestExtensions = [] } = request.tbsRequest;
  const nonce = requestExtensions.filter(({ extnID }) => extnID === id_pkix_ocsp_nonce);
  // Certificates and answers hold whole seconds.
  const now = Math.floor(clock() / 1000) * 1000;
  const { subject, subjectPublicKeyInfo } = AsnConvert.parse(
    issuer.certificate.raw,
    Certificate,
  ).tbsCertificate;
  const hasIssued = ({ hashAlgorithm, issuerNameHash, issuerKeyHash }: CertID) =>
    isHashOf(issuerNameHash, AsnConvert.serialize(subject), hashAlgorithm) &&
    isHashOf(issuerKeyHash, subjectPublicKeyInfo.subjectPublicKey, hashAlgorithm);
  const data = new ResponseData({
    responderID: new ResponderID({ byName: subject }),
    producedAt: new Date(now),
    responses: requestList.map(
      ({ reqCert }) =>
        new SingleResponse({
          certID: reqCert,
          certStatus: hasIssued(reqCert)
            ? statusOf(reqCert, register, now)
            : new CertStatus({ unknown: null }),
          thisUpdate: new Date(now),
          nextUpdate: new Date(now + IN_FORCE_MS),
        }),
    ),
    ...(nonce.length > 0 && { responseExtensions: nonce }),
  });
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(data)), issuer.keyPem);
  const basic = new BasicOCSPResponse({
    tbsResponseData: data,
    signatureAlgorithm: new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 }),
    signature: new Uint8Array(signature).buffer,
  });
  return encoded(
    new OCSPResponse({
      responseStatus: OCSPResponseStatus.successful,
      responseBytes: new ResponseBytes({
        responseType: id_pkix_ocsp_basic,
        response: new OctetString(AsnConvert.serialize(basic)),
      }),
    }),
  );
}

/** Those that a request may name an issuer by (RFC 6960, section 4.1.1). */
const hashes: ReadonlyMap<string, string> = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
]);

function isHashOf(hash: OctetString, data: ArrayBuffer, { algorithm }: AlgorithmIdentifier): boolean {
  const name = hashes.get(algorithm);
  return (
    name !== undefined && createHash(name).update(Buffer.from(data)).digest().equals(Buffer.from(hash.buffer))
  );
}

function statusOf({ serialNumber }: CertID, register: CertificateRegister, now: number): CertStatus {
  const hex = normalizeSerialNumber(Buffer.from(serialNumber).toString('hex'));
  const status = hex === undefined ? undefined : register.find(hex)?.status;
  switch (status) {
    case 'good':
      return new CertStatus({ good: null });
    case 'revoked':
      return new CertStatus({ revoked: new RevokedInfo({ revocationTime: new Date(now) }) });
    case undefined:
      return new CertStatus({ unknown: null });
  }
}

function encoded(response: OCSPResponse): Buffer {
  return Buffer.from(AsnConvert.serialize(response));
}
