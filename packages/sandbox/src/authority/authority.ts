import { isIP } from 'node:net';
import type { Clock } from '@countersign/core';
import {
  type IssuedCertificate,
  issueCertificate,
  type KeyAlgorithmRequest,
  type Subject,
} from './issue-certificate.ts';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
} from './x509.ts';

const DAY_MS = 86_400_000;
const LEAF_DAYS = 90;
const AUTHORITY_DAYS = 3650;
// A machine whose clock is a little behind must not find a new certificate not valid yet.
const BACKDATED_MS = 3_600_000;

export interface AuthorityOptions {
  /** Such as `Demo CA`: the root is called so, the intermediate `Demo CA, issuing`. */
  readonly commonName: string;
  /** Certificates are dated by it. */
  readonly clock?: Clock | undefined;
}

export interface ClientCertificateRequest {
  readonly commonName: string;
  /** What goes before the common name, broadest first: `[['C', 'LT'], ['O', 'Demo']]`. */
  readonly subject?: Subject | undefined;
  /** Hexadecimal. Default: random. */
  readonly serialNumber?: string | undefined;
  /** Milliseconds since the epoch. Default: an hour ago. */
  readonly notBefore?: number | undefined;
  /** Milliseconds since the epoch. Default: in 90 days. */
  readonly notAfter?: number | undefined;
  /** Extended key usages, by OID. Default: client authentication. */
  readonly usages?: readonly string[] | undefined;
  /** Beside basic constraints, key usage and extended key usage. */
  readonly extensions?: readonly Extension[] | undefined;
  readonly keyAlgorithm?: KeyAlgorithmRequest | undefined;
}

/** A root, an intermediate that it issued, and what the intermediate issues. */
export interface Authority {
  readonly root: IssuedCertificate;
  readonly intermediate: IssuedCertificate;
  /** @param hosts names and addresses of the server; the first is its common name */
  issueServer(hosts: readonly [string, ...string[]]): Promise<IssuedCertificate>;
  issueClient(request: ClientCertificateRequest): Promise<IssuedCertificate>;
}

/** A certificate authority in memory. Its keys are made here and known to nobody else. */
export async function createAuthority({
  commonName,
  clock = Date.now,
}: AuthorityOptions): Promise<Authority> {
  const validFor = (days: number) => ({
    notBefore: clock() - BACKDATED_MS,
    notAfter: clock() + days * DAY_MS,
  });
  const root = await issueCertificate({
    subject: [
      ['O', 'Countersign'],
      ['CN', commonName],
    ],
    extensions: authorityExtensions(),
    ...validFor(AUTHORITY_DAYS),
  });
  const intermediate = await issueCertificate({
    subject: [
      ['O', 'Countersign'],
      ['CN', `${commonName} Issuing`],
    ],
    issuer: root,
    extensions: authorityExtensions(0),
    ...validFor(AUTHORITY_DAYS),
  });

  return {
    root,
    intermediate,
    issueServer: (hosts) =>
      issueCertificate({
        subject: [['CN', hosts[0]]],
        issuer: intermediate,
        extensions: [
          ...leafExtensions([ExtendedKeyUsage.serverAuth]),
          new SubjectAlternativeNameExtension(
            hosts.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value })),
          ),
        ],
        ...validFor(LEAF_DAYS),
      }),
    issueClient({ commonName, subject = [], usages = [ExtendedKeyUsage.clientAuth], ...request }) {
      const { notBefore, notAfter } = validFor(LEAF_DAYS);
      return issueCertificate({
        ...request,
        subject: [...subject, ['CN', commonName]],
        issuer: intermediate,
        notBefore: request.notBefore ?? notBefore,
        notAfter: request.notAfter ?? notAfter,
        extensions: [...leafExtensions(usages), ...(request.extensions ?? [])],
      });
    },
  };
}

/** @param pathLength how many authorities may come between this one and a leaf; absent: any number */
export function authorityExtensions(pathLength?: number): Extension[] {
  return [
    new BasicConstraintsExtension(true, pathLength, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  ];
}

/** @param usages extended key usages, by OID */
export function leafExtensions(usages: readonly string[]): Extension[] {
  return [
    new BasicConstraintsExtension(false, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new ExtendedKeyUsageExtension([...usages]),
  ];
}
