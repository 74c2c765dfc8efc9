import { createHash } from 'node:crypto';
import {
  BasicOCSPResponse,
  CertID,
  OCSPRequest,
  OCSPResponse,
  Request,
  TBSRequest,
} from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Certificate } from '@peculiar/asn1-x509';
import { expect, test } from 'vitest';
import { createAuthority } from './authority.ts';
import { certificateRegister } from './certificate-register.ts';
import type { IssuedCertificate } from './issue-certificate.ts';
import { ocspResponse } from './ocsp-response.ts';

const oids = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1', sha512: '2.16.840.1.101.3.4.2.3' };

const authority = await createAuthority({ commonName: 'Demo CA' });
const namesake = await createAuthority({ commonName: 'Demo CA' });
const leaf = await authority.issueClient({ commonName: 'leaf' });
const register = certificateRegister();
register.add('leaf', leaf);

test.each([
  { what: 'its own, by SHA-1', issuer: authority.intermediate, hash: 'sha1', status: 'good' },
  { what: 'its own, by SHA-256', issuer: authority.intermediate, hash: 'sha256', status: 'good' },
  {
    what: 'its own, by a hash that it does not know',
    issuer: authority.intermediate,
    hash: 'sha512',
    status: 'unknown',
  },
  {
    what: 'the same serial number of another issuer',
    issuer: authority.root,
    hash: 'sha1',
    status: 'unknown',
  },
  {
    what: 'that of an issuer of the same name',
    issuer: namesake.intermediate,
    hash: 'sha1',
    status: 'unknown',
  },
] as const)('$what: $status', ({ issuer, hash, status }) => {
  expect(answered(requestFor(issuer, hash))).toEqual([status]);
});

function requestFor({ certificate }: IssuedCertificate, hash: keyof typeof oids): Uint8Array {
  const { subject, subjectPublicKeyInfo } = AsnConvert.parse(certificate.raw, Certificate).tbsCertificate;
  const hashed = (data: ArrayBuffer) =>
    new OctetString(new Uint8Array(createHash(hash).update(Buffer.from(data)).digest()));
  const reqCert = new CertID({
    hashAlgorithm: new AlgorithmIdentifier({ algorithm: oids[hash], parameters: null }),
    issuerNameHash: hashed(AsnConvert.serialize(subject)),
    issuerKeyHash: hashed(subjectPublicKeyInfo.subjectPublicKey),
    serialNumber: AsnConvert.parse(leaf.certificate.raw, Certificate).tbsCertificate.serialNumber,
  });
  const tbsRequest = new TBSRequest({ requestList: [new Request({ reqCert })] });
  return new Uint8Array(AsnConvert.serialize(new OCSPRequest({ tbsRequest })));
}

function answered(request: Uint8Array): string[] {
  const der = ocspResponse(request, { issuer: authority.intermediate, register, clock: Date.now });
  const { response } = AsnConvert.parse(der, OCSPResponse).responseBytes ?? {};
  const { responses } = AsnConvert.parse(
    response?.buffer ?? new ArrayBuffer(0),
    BasicOCSPResponse,
  ).tbsResponseData;
  return responses.map(({ certStatus }) => Object.keys(certStatus).join());
}
