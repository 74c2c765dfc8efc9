import { sign, X509Certificate } from 'node:crypto';
import type { PresentedCertificate } from '@countersign/core';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AttributeTypeAndValue,
  AttributeValue,
  Certificate,
  Name,
  RelativeDistinguishedName,
  type TBSCertificate,
} from '@peculiar/asn1-x509';
import type { IssuedCertificate } from '../../packages/sandbox/src/authority/issue-certificate.ts';

export {
  type Authority,
  authorityExtensions,
  createAuthority,
  leafExtensions,
} from '../../packages/sandbox/src/authority/authority.ts';
export {
  type IssuedCertificate,
  issueCertificate,
} from '../../packages/sandbox/src/authority/issue-certificate.ts';

export { issueQwac } from '../../packages/sandbox/src/authority/issue-qwac.ts';
export {
  PSD2_ROLES,
  QC_TYPES,
  qcStatements,
} from '../../packages/sandbox/src/authority/qc-statements.ts';
export * as x509 from '../../packages/sandbox/src/authority/x509.ts';

/** What a server finds on a connection over which this certificate was sent, with these beside it. */
export function presented(
  { certificate }: { certificate: X509Certificate },
  ...beside: readonly { certificate: X509Certificate }[]
): PresentedCertificate {
  return { leaf: certificate, intermediates: beside.map((one) => one.certificate) };
}

/** The same certificate with something changed that no authority would issue, signed by its issuer again. */
export function reissued(
  issued: IssuedCertificate,
  issuer: IssuedCertificate,
  change: (tbs: TBSCertificate) => void,
): IssuedCertificate {
  const asn = AsnConvert.parse(issued.certificate.raw, Certificate);
  change(asn.tbsCertificate);
  const tbs = Buffer.from(AsnConvert.serialize(asn.tbsCertificate));
  asn.tbsCertificateRaw = new Uint8Array(tbs).buffer;
  asn.signatureValue = new Uint8Array(sign('sha256', tbs, issuer.keyPem)).buffer;
  const certificate = new X509Certificate(Buffer.from(AsnConvert.serialize(asn)));
  const pem = certificate.toString();
  return { ...issued, certificate, pem, chainPem: pem + issuer.chainPem };
}

type Value = ConstructorParameters<typeof AttributeValue>[0] | Uint8Array;
export type NamePart = readonly (readonly [type: string, value: Value])[];

/** A name of attributes in any encoding: DER bytes stand for themselves. */
export function nameOf(...parts: readonly NamePart[]): Name {
  return new Name(
    parts.map(
      (part) =>
        new RelativeDistinguishedName(
          part.map(([type, value]) => {
            const params = value instanceof Uint8Array ? { anyValue: new Uint8Array(value).buffer } : value;
            return new AttributeTypeAndValue({ type, value: new AttributeValue(params) });
          }),
        ),
    ),
  );
}

export const CN = '2.5.4.3';
