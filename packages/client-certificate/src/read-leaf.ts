import type { X509Certificate } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type CertificateFacts, readFacts } from './certificate-facts.ts';
import { type CertificateIdentity, identityOf } from './certificate-identity.ts';
import { type Psd2Reading, readPsd2 } from './psd2/read-psd2.ts';

export interface Leaf {
  readonly facts: CertificateFacts;
  readonly identity: CertificateIdentity;
  readonly psd2: Psd2Reading;
}

export interface MalformedLeaf {
  readonly malformed: string;
}

/** Certificates remembered, anyone's: a stranger's push a partner's out, which is then read once more. */
const REMEMBERED_LEAVES = 1000;

/** Reads what clients send. What was read is remembered by the certificate's fingerprint. */
export function leafReader(): (certificate: X509Certificate) => Leaf | MalformedLeaf {
  const remembered = new LRUCache<string, Leaf | MalformedLeaf>({ max: REMEMBERED_LEAVES });
  return (certificate) => {
    const known = remembered.get(certificate.fingerprint256);
    if (known) return known;
    const leaf = readLeaf(certificate);
    remembered.set(certificate.fingerprint256, leaf);
    return leaf;
  };
}

function readLeaf(certificate: X509Certificate): Leaf | MalformedLeaf {
  let facts: CertificateFacts;
  try {
    facts = readFacts(certificate);
  } catch {
    return { malformed: 'the certificate cannot be read' };
  }
  const identity = identityOf(facts);
  return 'malformed' in identity ? identity : { facts, identity, psd2: readPsd2(facts) };
}
