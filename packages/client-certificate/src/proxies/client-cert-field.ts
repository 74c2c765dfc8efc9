import type { X509Certificate } from 'node:crypto';
import { type Item, parseItem, parseList, serializeItem, serializeList } from 'structured-headers';
import { certificateOfDer } from './exact-certificates.ts';

/**
 * `Client-Cert`: one byte sequence without parameters, canonically encoded.
 * @throws Error for what is no structured field.
 * @see RFC 9440, section 2.2
 */
export function readClientCert(value: string): X509Certificate[] | undefined {
  const item = parseItem(value);
  return serializeItem(item) === value ? certificatesOf([item]) : undefined;
}

/**
 * `Client-Cert-Chain`: a list of byte sequences, without the client's own.
 * @throws Error for what is no structured field.
 * @see RFC 9440, section 2.3
 */
export function readClientCertChain(value: string): X509Certificate[] | undefined {
  const members = parseList(value);
  // White space around a comma is free; everything else has one spelling.
  const spelled = value.split(',').map((member) => member.trim());
  return serializeList(members) === spelled.join(', ') ? certificatesOf(members) : undefined;
}

function certificatesOf(
  members: readonly (Item | readonly [Item[], unknown])[],
): X509Certificate[] | undefined {
  const certificates: X509Certificate[] = [];
  for (const [value, parameters] of members) {
    const isPlain = value instanceof ArrayBuffer && parameters instanceof Map && parameters.size === 0;
    const certificate = isPlain ? certificateOfDer(Buffer.from(value)) : undefined;
    if (!certificate) return undefined;
    certificates.push(certificate);
  }
  return certificates;
}
