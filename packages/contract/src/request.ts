import type { SecureVersion } from 'node:tls';

/** A request as it goes over the wire: every header in its place, as often as it is named. */
export interface OutboundRequest {
  readonly method: string;
  /** Origin-form, such as `/v1/methods/?page=2`. */
  readonly path: string;
  readonly headers: readonly Header[];
  readonly body?: string | Uint8Array | undefined;
  /** What is offered in the TLS handshake. */
  readonly certificate?: ClientCertificate | undefined;
  /** What of the TLS connection is to be other than usual. */
  readonly tls?: TlsChoice | undefined;
}

export interface TlsChoice {
  /** Named in the handshake (SNI). Default: the target's own host name. */
  readonly serverName?: string | undefined;
  /** The only version that is offered. Default: what Node.js offers. */
  readonly version?: SecureVersion | undefined;
  /** Of an earlier answer: taken up again, where the server agrees, in place of a handshake. */
  readonly session?: Buffer | undefined;
}

export type Header = readonly [name: string, value: string];

/** PEM, both of them; the chain begins with the client's own certificate. */
export interface ClientCertificate {
  readonly chain: string;
  readonly key: string;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  /** By lower-case name, every value that arrived. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly text: string;
  /** The body as JSON; `undefined` where it is none. */
  readonly json: unknown;
  /** From the first byte that was sent to the last that arrived. */
  readonly milliseconds: number;
  /** The connection that it came over; absent where that was plain HTTP. */
  readonly tls?: TlsConnection | undefined;
}

export interface TlsConnection {
  /** To take up again with `TlsChoice.session`; absent where the server offers none. */
  readonly session?: Buffer | undefined;
  /** Whether this one was taken up again itself. */
  readonly resumed: boolean;
}

/** The same request with more headers. */
export function withHeaders(request: OutboundRequest, ...more: readonly Header[]): OutboundRequest {
  return { ...request, headers: [...request.headers, ...more] };
}
