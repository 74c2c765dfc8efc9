import { readFacts } from '../../packages/client-certificate/src/certificate-facts.ts';
import { trustedChains } from '../../packages/client-certificate/src/trusted-chains.ts';
import {
  authorityExtensions,
  type IssuedCertificate,
  issueCertificate,
  leafExtensions,
  presented,
  x509,
} from './authority.ts';

/** When everything here is in date: a day before and a day after. */
export const NOW = Date.parse('2026-01-02T03:04:05Z');
export const DAY_MS = 86_400_000;

export interface Shape {
  readonly extensions?: readonly x509.Extension[];
  readonly keyAlgorithm?: NonNullable<Parameters<typeof issueCertificate>[0]['keyAlgorithm']>;
}

/** An authority. Without an issuer: a root. */
export function issueAuthority(name: string, issuer?: IssuedCertificate, shape: Shape = {}) {
  return issue(name, issuer, { extensions: authorityExtensions(), ...shape });
}

/** A client's certificate with the common name `leaf`. Without an issuer: self-signed. */
export function issueLeaf(issuer?: IssuedCertificate, shape: Shape = {}) {
  const extensions = leafExtensions([x509.ExtendedKeyUsage.clientAuth]);
  return issue('leaf', issuer, { extensions, ...shape });
}

function issue(name: string, issuer: IssuedCertificate | undefined, shape: Shape) {
  const dates = { notBefore: NOW - DAY_MS, notAfter: NOW + DAY_MS };
  return issueCertificate({ subject: [['CN', name]], issuer, ...dates, ...shape });
}

export interface Trust {
  readonly anchors: readonly IssuedCertificate[];
  readonly intermediates?: readonly IssuedCertificate[];
}

/** The names along the chain that is found from a leaf, or what is wrong. */
export function chainFrom(leaf: IssuedCertificate, sent: readonly IssuedCertificate[], trust: Trust): string {
  const { anchors, intermediates = [] } = trust;
  const chains = trustedChains(
    anchors.map(({ certificate }) => certificate),
    intermediates.map(({ certificate }) => certificate),
  );
  const search = chains.find(presented(leaf, ...sent), readFacts(leaf.certificate), NOW);
  if (search.chain) return search.chain.map(({ subject }) => subject.text.replace('CN=', '')).join(' ');
  return search.broken ? `${search.broken.subject} ${search.broken.detail}` : 'no chain';
}
