import { X509Certificate } from 'node:crypto';

/** Each certificate of a chain, as PEM text of its own. */
export function certificatesIn(chain: string): string[] {
  const blocks = chain.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block) => `${block}\n`);
}

/** What the holder itself is known by. */
export function leafOf(chain: string): X509Certificate {
  return new X509Certificate(chain);
}

export function isSelfIssued(pem: string): boolean {
  const { subject, issuer } = new X509Certificate(pem);
  return subject === issuer;
}
