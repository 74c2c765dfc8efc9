import type { X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AuthorityInfoAccessSyntax,
  Certificate,
  CRLDistributionPoints,
  id_ad_ocsp,
  id_ce_cRLDistributionPoints,
  id_pe_authorityInfoAccess,
} from '@peculiar/asn1-x509';

/** Where to ask whether a certificate is revoked. http and https alone. */
export interface RevocationAddresses {
  /** Responders (RFC 5280, section 4.2.2.1). */
  readonly ocsp: readonly string[];
  /** Lists (RFC 5280, section 4.2.1.13). */
  readonly crl: readonly string[];
}

/** What cannot be read is no address. */
export function revocationAddressesOf(certificate: X509Certificate): RevocationAddresses {
  return { ocsp: addresses(() => ocspOf(certificate)), crl: addresses(() => crlOf(certificate)) };
}

function ocspOf(certificate: X509Certificate): (string | undefined)[] {
  const access = extensionOf(certificate, id_pe_authorityInfoAccess, AuthorityInfoAccessSyntax) ?? [];
  return [...access]
    .filter(({ accessMethod }) => accessMethod === id_ad_ocsp)
    .map(({ accessLocation }) => accessLocation.uniformResourceIdentifier);
}

/** A list for some reasons alone, or of another issuer, does not say that a certificate is good. */
function crlOf(certificate: X509Certificate): (string | undefined)[] {
  const points = extensionOf(certificate, id_ce_cRLDistributionPoints, CRLDistributionPoints) ?? [];
  return [...points]
    .filter(({ reasons, cRLIssuer }) => !reasons && !cRLIssuer)
    .flatMap(({ distributionPoint }) => distributionPoint?.fullName ?? [])
    .map(({ uniformResourceIdentifier }) => uniformResourceIdentifier);
}

function extensionOf<T>({ raw }: X509Certificate, type: string, target: new () => T): T | undefined {
  const { extensions = [] } = AsnConvert.parse(raw, Certificate).tbsCertificate;
  const extension = extensions.find(({ extnID }) => extnID === type);
  return extension && AsnConvert.parse(extension.extnValue, target);
}

/** Each once, as it is written: a list may say which address it is for. */
function addresses(read: () => (string | undefined)[]): string[] {
  try {
    return [...new Set(read().filter((address) => address !== undefined))].filter(isHttp);
  } catch {
    return [];
  }
}

/** Nothing that would not be seen, which `URL` would leave out or escape. */
function isHttp(address: string): boolean {
  return (
    /^[!-~]+$/.test(address) &&
    URL.canParse(address) &&
    ['http:', 'https:'].includes(new URL(address).protocol)
  );
}
