import { DEFAULT_BODY_LIMIT_BYTES, type InboundBody, parseBody } from './inbound-body.ts';
import type { InboundHeaders, InboundRequest, PresentedCertificate } from './inbound-request.ts';
import { noTrustedProxies, type TrustedProxies } from './trusted-proxies.ts';

/** What a Fetch `Request` does not say about the connection it came over. Fails closed: nothing said is nothing trusted. */
export interface FetchConnection {
  readonly peerAddress?: string | undefined;
  /** Whether the connection to this server is TLS. Default false: a URL can be spelled by the client. */
  readonly secure?: boolean | undefined;
  readonly tlsVersion?: string | undefined;
  readonly clientCertificate?: PresentedCertificate | undefined;
  readonly trustedProxies?: TrustedProxies | undefined;
  /** Bytes of body read at most. Default 102,400. */
  readonly bodyLimitBytes?: number | undefined;
}

/**
 * The neutral form of a Fetch request. Fetch joins repeated headers with a comma, so a credential sent
 * twice arrives here as one value that no scheme can read, and is malformed all the same.
 * The body is read from a clone: the handler still has its own.
 */
export function fromFetch(request: Request, connection: FetchConnection = {}): InboundRequest {
  const {
    peerAddress,
    trustedProxies = noTrustedProxies,
    bodyLimitBytes = DEFAULT_BODY_LIMIT_BYTES,
  } = connection;
  const headers = fetchHeaders(request.headers);
  const url = new URL(request.url);
  let body: Promise<InboundBody> | undefined;
  return {
    method: request.method,
    target: url.pathname + url.search,
    host: request.headers.get('host') ?? url.host,
    headers,
    peerAddress,
    get clientAddress() {
      return trustedProxies.clientAddress(peerAddress, headers);
    },
    transport: {
      secure: connection.secure ?? trustedProxies.secure(peerAddress, headers),
      tlsVersion: connection.tlsVersion,
      clientCertificate: connection.clientCertificate,
    },
    body: () => (body ??= readFetchBody(request, bodyLimitBytes)),
  };
}

function fetchHeaders(headers: Headers): InboundHeaders {
  return {
    all(name) {
      const value = headers.get(name);
      return value === null ? [] : [value];
    },
  };
}

async function readFetchBody(request: Request, limitBytes: number): Promise<InboundBody> {
  if (request.body === null || request.bodyUsed) return { kind: 'absent' };
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.clone().body ?? []) {
      length += chunk.byteLength;
      if (length > limitBytes) return { kind: 'too-large' };
      chunks.push(chunk);
    }
  } catch {
    return { kind: 'malformed' };
  }
  return parseBody(request.headers.get('content-type') ?? undefined, Buffer.concat(chunks));
}
