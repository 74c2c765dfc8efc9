import type { ContractCase } from '../../contract-case.ts';
import type { Dialect } from '../../dialect.ts';
import { type OutboundRequest, withHeaders } from '../../request.ts';

/** What the cases of host names need to know: certificate-protected APIs are under one, all others under another. */
export interface TwoWayHostSubject {
  readonly dialect: Dialect;
  /** What is certificate-protected, with all that it takes. */
  readonly twoWayRequest: OutboundRequest;
  /** What is not, with all that it takes. */
  readonly oneWayRequest?: OutboundRequest | undefined;
  readonly twoWay: string;
  readonly oneWay: string;
}

export type TwoWayHostCase = ContractCase<TwoWayHostSubject>;

/** The request to a host, by the name in the handshake and the one in `Host`. */
export function under(request: OutboundRequest, serverName: string, host = serverName): OutboundRequest {
  return { ...withHeaders(request, ['Host', host]), tls: { ...request.tls, serverName } };
}
