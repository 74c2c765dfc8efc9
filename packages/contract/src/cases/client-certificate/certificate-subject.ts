import { type ContractCase, type Exchange, needed } from '../../contract-case.ts';
import { type Dialect, mustNotAccept, mustRefuse, type Refused } from '../../dialect.ts';
import type { Answer, ClientCertificate, OutboundRequest } from '../../request.ts';
import { HungUp } from '../../run/no-answer.ts';
import { certificatesIn } from './chain.ts';

/** What the cases of client certificates need to know. */
export interface CertificateSubject {
  readonly dialect: Dialect;
  /** What `client` is good for, with whatever else it takes, and without a certificate. */
  readonly request: OutboundRequest;
  /** The same for `other`: with the credentials of its account, where a certificate is not all that it takes. */
  readonly otherRequest: OutboundRequest | undefined;
  /** The same for `inactive`. */
  readonly inactiveRequest: OutboundRequest | undefined;
  /** Whether `request` holds the pair of its account. */
  readonly wantsBasic: boolean;
  readonly certificates: Certificates;
  readonly closing?: Closing | undefined;
}

/**
 * Certificates and their keys. Those that are wrong in one way are right in every other, as far as that can be: of an
 * authority that is trusted, and attached to the account of `client`.
 */
export interface Certificates {
  /** Attached to the account: accepted. */
  readonly client: ClientCertificate;
  /** Attached to another account. */
  readonly other?: ClientCertificate | undefined;
  /** Attached to no account, with names of its own. */
  readonly unattached?: ClientCertificate | undefined;
  /** Attached to no account, with the common name of `client` and a serial number of its own. */
  readonly sameName?: ClientCertificate | undefined;
  /** Attached to no account, with the serial number of `client` and a common name of its own. */
  readonly sameSerial?: ClientCertificate | undefined;
  /** The names and the serial number of `client`, from another authority that is trusted too. */
  readonly otherIssuer?: ClientCertificate | undefined;
  /** The names and the serial number of `client`, from an authority that made itself with the names of the right one. */
  readonly untrusted?: ClientCertificate | undefined;
  /** The names and the serial number of `client`, signed by itself. */
  readonly selfSigned?: ClientCertificate | undefined;
  /** Issued with the key of `client`, which is no authority. */
  readonly issuedByClient?: ClientCertificate | undefined;
  readonly expired?: ClientCertificate | undefined;
  readonly notYetValid?: ClientCertificate | undefined;
  readonly revoked?: ClientCertificate | undefined;
  /** For servers alone. */
  readonly wrongUsage?: ClientCertificate | undefined;
  /** Attached to an account that is known and not active. */
  readonly inactive?: ClientCertificate | undefined;
}

/** A certificate that can be taken away while the server runs, and given back. */
export interface Closing {
  readonly certificate: ClientCertificate;
  /** What it is good for, as `request`. */
  readonly request: OutboundRequest;
  /** What takes it away: detaches or revokes it, or closes its account. */
  readonly close: OutboundRequest;
  readonly reopen: OutboundRequest;
}

export type CertificateCase = ContractCase<CertificateSubject>;

/** The request over a connection on which this certificate is offered. */
export function withCertificate(
  { request }: { readonly request: OutboundRequest },
  certificate: ClientCertificate,
): OutboundRequest {
  return { ...request, certificate };
}

/** @throws CaseSkipped where there is none */
export function certificate(
  { certificates }: CertificateSubject,
  name: keyof Certificates,
): ClientCertificate {
  return needed(certificates[name], `certificates.${name}`);
}

/**
 * For what a server may also refuse in the TLS handshake, without an answer.
 * @throws CaseFailed
 */
export async function mustTurnAway(
  { send }: Exchange,
  dialect: Dialect,
  request: OutboundRequest,
  refused: Refused,
  what?: string,
): Promise<void> {
  const answer = await answerUnlessHungUp(send(request));
  if (answer) mustRefuse(dialect, answer, refused, what);
}

/**
 * The same for what may be refused in more than one way.
 * @throws CaseFailed
 */
export async function mustKeepOut({ send }: Exchange, request: OutboundRequest, what: string): Promise<void> {
  const answer = await answerUnlessHungUp(send(request));
  if (answer) mustNotAccept(answer, what);
}

/** `undefined` where the server ended the connection in place of an answer. */
export function answerUnlessHungUp(answer: Promise<Answer>): Promise<Answer | undefined> {
  return answer.catch((error) => {
    if (error instanceof HungUp) return undefined;
    throw error;
  });
}

/** The first certificate of one chain, with what stands behind the first of another. */
export function underTheChainOf(
  { chain, key }: ClientCertificate,
  other: ClientCertificate,
): ClientCertificate {
  return {
    chain: [...certificatesIn(chain).slice(0, 1), ...certificatesIn(other.chain).slice(1)].join(''),
    key,
  };
}
