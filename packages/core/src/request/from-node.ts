import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { DEFAULT_BODY_LIMIT_BYTES } from './inbound-body.ts';
import type { InboundHeaders, InboundRequest, Transport } from './inbound-request.ts';
import type { NodeRequest } from './node-request.ts';
import { presentedCertificate } from './presented-certificate.ts';
import { readNodeBody } from './read-node-body.ts';
import { noTrustedProxies, type TrustedProxies } from './trusted-proxies.ts';

export interface FromNodeOptions {
  /** Whose `X-Forwarded-*` headers are believed. Default: nobody's. */
  readonly trustedProxies?: TrustedProxies | undefined;
  /** Bytes of body read at most. Default 102,400. */
  readonly bodyLimitBytes?: number | undefined;
}

/** The neutral form of a Node request. Reads nothing of the body until a verifier asks for it. */
export function fromNode(request: NodeRequest, options: FromNodeOptions = {}): InboundRequest {
  const { trustedProxies = noTrustedProxies, bodyLimitBytes = DEFAULT_BODY_LIMIT_BYTES } = options;
  const headers = nodeHeaders(request.rawHeaders);
  const peerAddress = request.socket.remoteAddress;
  return {
    method: request.method ?? '',
    target: request.originalUrl ?? request.url ?? '',
    headers,
    peerAddress,
    get host() {
      const values = headers.all(request.httpVersionMajor >= 2 ? ':authority' : 'host');
      return values.length === 1 ? values[0] : undefined;
    },
    get clientAddress() {
      return trustedProxies.clientAddress(peerAddress, headers);
    },
    get transport() {
      return nodeTransport(request, trustedProxies.secure(peerAddress, headers));
    },
    body: () => readNodeBody(request, bodyLimitBytes),
  };
}

/**
 * Read from `rawHeaders` on purpose: `headers` drops duplicates, and `headersDistinct` of some
 * supported Node releases throws on a header named `__proto__`.
 */
function nodeHeaders(rawHeaders: readonly string[]): InboundHeaders {
  return {
    all(name) {
      const values: string[] = [];
      for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
        const field = rawHeaders[i];
        const value = rawHeaders[i + 1];
        if (field?.length === name.length && field.toLowerCase() === name && value !== undefined)
          values.push(value);
      }
      return values;
    },
  };
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
  return {
    // A proxy may speak TLS to us for a client that did not speak TLS to it.
    secure: secureAtProxy ?? true,
    tlsVersion: socket.getProtocol() ?? undefined,
    // What a proxy asked for is not what its client did.
    serverName: secureAtProxy === undefined ? serverNameOf(socket) : undefined,
    get clientCertificate() {
      return presentedCertificate(request, socket);
    },
  };
}

/** On a server's socket: a name, or `false`. */
function serverNameOf({ servername }: { servername?: unknown }): string | false {
  return typeof servername === 'string' && servername !== '' ? servername.toLowerCase() : false;
}

function isTls(socket: IncomingMessage['socket']): socket is TLSSocket {
  return 'encrypted' in socket && socket.encrypted === true;
}
