import { X509Certificate } from 'node:crypto';
import { readFacts } from './certificate-facts.ts';

/** PEM text of one or more certificates, or a certificate as Node reads it. */
export type CertificateSource = string | X509Certificate;

// Base64 has no hyphen: the end of a block cannot be mistaken.
const PEM_BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** @throws TypeError naming the option, for what is no certificate, or PEM text without one. */
export function readCertificates(
  sources: CertificateSource | readonly CertificateSource[],
  option: string,
): X509Certificate[] {
  return [sources].flat().flatMap((source) => readCertificate(source, option));
}

/** @throws TypeError naming the option, for a certificate that is not an authority's. */
export function readAuthorities(
  sources: CertificateSource | readonly CertificateSource[],
  option: string,
): X509Certificate[] {
  const certificates = readCertificates(sources, option);
  for (const certificate of certificates) {
    if (!isAuthority(certificate, option)) {
      throw new TypeError(`${option} must be certificates of authorities (CA:TRUE), not of their clients`);
    }
  }
  return certificates;
}

function isAuthority(certificate: X509Certificate, option: string): boolean {
  try {
    return readFacts(certificate).isAuthority;
  } catch (cause) {
    throw notCertificates(option, cause);
  }
}

function readCertificate(source: CertificateSource, option: string): X509Certificate[] {
  if (source instanceof X509Certificate) return [source];
  const blocks = typeof source === 'string' ? source.match(PEM_BLOCK) : null;
  if (!blocks) throw notCertificates(option);
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (cause) {
    throw notCertificates(option, cause);
  }
}

function notCertificates(option: string, cause?: unknown): TypeError {
  return new TypeError(`${option} must be X.509 certificates: PEM text, or X509Certificate of node:crypto`, {
    cause,
  });
}
