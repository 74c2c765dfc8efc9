import type { X509Certificate } from 'node:crypto';
import type { InboundBody } from './inbound-body.ts';

/** One inbound request, whatever server received it. Made by `fromNode` and `fromFetch`. */
export interface InboundRequest {
  readonly method: string;
  /** The request target as received: path and query. */
  readonly target: string;
  /** The `Host` header (or `:authority`), where exactly one was sent. */
  readonly host: string | undefined;
  readonly headers: InboundHeaders;
  /** The address at the other end of the connection. */
  readonly peerAddress: string | undefined;
  /** The client's address: the peer, or what trusted proxies say was behind them. */
  readonly clientAddress: string | undefined;
  readonly transport: Transport;
  /** The body, read at most once and only when a verifier asks; bounded. */
  readonly body: () => Promise<InboundBody>;
}

export interface InboundHeaders {
  /** Every value that arrived under this name (lower case), in order. */
  all(name: string): readonly string[];
}

export interface Transport {
  /** Whether the client's connection is TLS, to this server or to a trusted proxy. */
  readonly secure: boolean;
  /** Such as `TLSv1.3`. Unknown behind a proxy. */
  readonly tlsVersion: string | undefined;
  /**
   * The host name that the client asked for in the TLS handshake (SNI), lower case. `false`: it asked for none.
   * Unknown where it is not TLS that ends here, or ends at a trusted proxy.
   */
  readonly serverName: string | false | undefined;
  /** The certificate that the client proved to hold in the TLS handshake. */
  readonly clientCertificate: PresentedCertificate | undefined;
}

export interface PresentedCertificate {
  readonly leaf: X509Certificate;
  /** What the client sent beside it, in the order sent. Empty on a resumed session. */
  readonly intermediates: readonly X509Certificate[];
}
