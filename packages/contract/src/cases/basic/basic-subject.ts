import type { ContractCase, Exchange } from '../../contract-case.ts';
import type { Dialect } from '../../dialect.ts';
import type { Answer, Header, OutboundRequest } from '../../request.ts';
import { withHeaders } from '../../request.ts';
import { encodedPair, type Pair, type PairFault } from '../../sign/pair.ts';

/** What the cases of HTTP Basic need to know. */
export interface BasicSubject {
  readonly dialect: Dialect;
  /** What the account may ask for, without a credential. */
  readonly request: OutboundRequest;
  readonly account: Pair;
  /** Another that is accepted. */
  readonly otherAccount?: Pair | undefined;
  /** One whose secret holds a colon. */
  readonly accountWithColon?: Pair | undefined;
  /** One that is known and not active. */
  readonly inactiveAccount?: Pair | undefined;
  /** One that may not be used from where the tests run. */
  readonly accountElsewhere?: Pair | undefined;
}

export type BasicCase = ContractCase<BasicSubject>;

export function withBasic({ request }: BasicSubject, pair: Pair, fault?: PairFault): OutboundRequest {
  return withAuthorization(request, `Basic ${encodedPair(pair, fault)}`);
}

export function withAuthorization(request: OutboundRequest, ...values: readonly string[]): OutboundRequest {
  return withHeaders(request, ...values.map((value): Header => ['Authorization', value]));
}

/** Sends exactly these bytes, base64-encoded, as the pair. */
export function sendPairBytes(
  { request }: BasicSubject,
  { send }: Exchange,
  bytes: string | Uint8Array,
): Promise<Answer> {
  return send(withAuthorization(request, `Basic ${Buffer.from(bytes).toString('base64')}`));
}
