import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { DEFAULT_BODY_LIMIT_BYTES, type InboundBody } from './inbound-body.ts';
import type { InboundHeaders, InboundRequest, PresentedCertificate, Transport } from './inbound-request.ts';
import type { NodeRequest } from './node-request.ts';
import { presentedCertificate } from './presented-certificate.ts';
import { readNodeBody } from './read-node-body.ts';
import { noTrustedProxies, type TrustedProxies } from './trusted-proxies.ts';

export interface FromNodeOptions {
  /** Whose `X-Forwarded-*` headers are believed. Default: nobody's. */
  readonly trustedProxies?: TrustedProxies | undefined;
  /** Bytes of body read at most. Default 102,400. */
  readonly bodyLimitBytes?: number | undefined;
  /** What to take for the body, where it is known already. */
  readonly body?: InboundBody | undefined;
}

/** The neutral form of a Node request. Reads nothing of the body until a verifier asks for it. */
export function fromNode(request: NodeRequest, options: FromNodeOptions = {}): InboundRequest {
  return new NodeInboundRequest(request, options);
}

/** A class, and not an object with getters of its own: making one of those costs more than a whole verification. */
class NodeInboundRequest implements InboundRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: InboundHeaders;
  readonly peerAddress: string | undefined;
  readonly #request: NodeRequest;
  readonly #options: FromNodeOptions;

  constructor(request: NodeRequest, options: FromNodeOptions) {
    this.method = request.method ?? '';
    this.target = request.originalUrl ?? request.url ?? '';
    this.headers = new NodeHeaders(request.rawHeaders);
    this.peerAddress = request.socket.remoteAddress;
    this.#request = request;
    this.#options = options;
  }

  get host(): string | undefined {
    const values = this.headers.all(this.#request.httpVersionMajor >= 2 ? ':authority' : 'host');
    return values.length === 1 ? values[0] : undefined;
  }

  get clientAddress(): string | undefined {
    return this.#trustedProxies.clientAddress(this.peerAddress, this.headers);
  }

  get transport(): Transport {
    return nodeTransport(this.#request, this.#trustedProxies.secure(this.peerAddress, this.headers));
  }

  body(): Promise<InboundBody> {
    const { body, bodyLimitBytes = DEFAULT_BODY_LIMIT_BYTES } = this.#options;
    return body ? Promise.resolve(body) : readNodeBody(this.#request, bodyLimitBytes);
  }

  get #trustedProxies(): TrustedProxies {
    return this.#options.trustedProxies ?? noTrustedProxies;
  }
}

/**
 * Read from `rawHeaders` on purpose: `headers` drops duplicates, and `headersDistinct` of some
 * supported Node releases throws on a header named `__proto__`.
 */
class NodeHeaders implements InboundHeaders {
  readonly #rawHeaders: readonly string[];

  constructor(rawHeaders: readonly string[]) {
    this.#rawHeaders = rawHeaders;
  }

  all(name: string): readonly string[] {
    const rawHeaders = this.#rawHeaders;
    let values: string[] | undefined;
    for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
      const field = rawHeaders[i];
      const value = rawHeaders[i + 1];
      if (field?.length !== name.length || field.toLowerCase() !== name || value === undefined) continue;
      // Most come once, and pushing to an empty array makes room for seventeen.
      if (values) values.push(value);
      else values = [value];
    }
    return values ?? [];
  }
}

function nodeTransport(request: IncomingMessage, secureAtProxy: boolean | undefined): Transport {
  const { socket } = request;
  if (!isTls(socket)) {
    return {
      secure: secureAtProxy ?? false,
      tlsVersion: undefined,
      serverName: undefined,
      clientCertificate: undefined,
    };
  }
  return new TlsTransport(request, socket, secureAtProxy);
}

class TlsTransport implements Transport {
  readonly secure: boolean;
  readonly tlsVersion: string | undefined;
  readonly serverName: string | false | undefined;
  readonly #request: IncomingMessage;
  readonly #socket: TLSSocket;

  constructor(request: IncomingMessage, socket: TLSSocket, secureAtProxy: boolean | undefined) {
    // A proxy may speak TLS to us for a client that did not speak TLS to it.
    this.secure = secureAtProxy ?? true;
    this.tlsVersion = socket.getProtocol() ?? undefined;
    // What a proxy asked for is not what its client did.
    this.serverName = secureAtProxy === undefined ? serverNameOf(socket) : undefined;
    this.#request = request;
    this.#socket = socket;
  }

  get clientCertificate(): PresentedCertificate | undefined {
    return presentedCertificate(this.#request, this.#socket);
  }
}

/** On a server's socket: a name, or `false`. */
function serverNameOf({ servername }: { servername?: unknown }): string | false {
  return typeof servername === 'string' && servername !== '' ? servername.toLowerCase() : false;
}

function isTls(socket: IncomingMessage['socket']): socket is TLSSocket {
  return 'encrypted' in socket && socket.encrypted === true;
}
