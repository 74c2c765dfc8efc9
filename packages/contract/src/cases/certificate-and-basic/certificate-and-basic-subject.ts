import { type ContractCase, needed } from '../../contract-case.ts';
import type { Dialect } from '../../dialect.ts';
import { type ClientCertificate, type OutboundRequest, withHeaders } from '../../request.ts';
import { encodedPair, type Pair } from '../../sign/pair.ts';

/** What the cases of a certificate and Basic together need to know. */
export interface CertificateAndBasicSubject {
  readonly dialect: Dialect;
  /** Without a certificate, and without `Authorization`. */
  readonly request: OutboundRequest;
  readonly own: Holder;
  /** Another account, with a certificate and a pair of its own. */
  readonly other?: Holder | undefined;
}

export interface Holder {
  readonly pair: Pair;
  readonly certificate: ClientCertificate;
}

export type CertificateAndBasicCase = ContractCase<CertificateAndBasicSubject>;

export function withPair(request: OutboundRequest, pair: Pair): OutboundRequest {
  return withHeaders(request, ['Authorization', `Basic ${encodedPair(pair)}`]);
}

/** The request with the certificate of one and the pair of another. */
export function withBoth(
  { request }: CertificateAndBasicSubject,
  certificate: ClientCertificate,
  pair: Pair,
): OutboundRequest {
  return { ...withPair(request, pair), certificate };
}

/** @throws CaseSkipped where there is none */
export function another({ other }: CertificateAndBasicSubject): Holder {
  return needed(other, 'otherAccount, and certificates.other: another account that is accepted');
}
