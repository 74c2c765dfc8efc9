import { DEFAULT_BODY_LIMIT_BYTES, type InboundBody, parseBody } from './inbound-body.ts';
import type { InboundHeaders, InboundRequest, PresentedCertificate } from './inbound-request.ts';
import { noTrustedProxies, type TrustedProxies } from './trusted-proxies.ts';

/** What a Fetch `Request` does not say about the connection it came over. Fails closed: nothing said is nothing trusted. */
export interface FetchConnection {
  readonly peerAddress?: string | undefined;
  /** Whether the connection to this server is TLS. Default false: a URL can be spelled by the client. */
  readonly secure?: boolean | undefined;
  /** Such as `TLSv1.3`. */
  readonly tlsVersion?: string | undefined;
  /** The host name that the client asked for in the TLS handshake (SNI). `false`: it asked for none. */
  readonly serverName?: string | false | undefined;
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
    host: hostOf(request, url),
    headers,
    peerAddress,
    clientAddress: trustedProxies.clientAddress(peerAddress, headers),
    transport: {
      secure: trustedProxies.secure(peerAddress, headers) ?? connection.secure ?? false,
      tlsVersion: connection.tlsVersion,
      serverName: connection.serverName,
      clientCertificate: connection.clientCertificate,
    },
    body: () => (body ??= readFetchBody(request, bodyLimitBytes)),
  };
}

/** No host holds a comma: one that does is two, joined. */
function hostOf(request: Request, url: URL): string | undefined {
  const host = request.headers.get('host') ?? url.host;
  return host.includes(',') ? undefined : host;
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
  if (request.body === null) return { kind: 'absent' };
  try {
    const raw = await readBounded(request, limitBytes);
    return raw ? parseBody(request.headers.get('content-type') ?? undefined, raw) : { kind: 'too-large' };
  } catch {
    // Broken off, or read by somebody who left nothing of it.
    return { kind: 'malformed' };
  }
}

/** The bytes of the body, or `undefined` where there are more than `limitBytes`. */
async function readBounded(request: Request, limitBytes: number): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get('content-length')) > limitBytes) return undefined;
  const { body } = request.clone();
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.byteLength;
    if (length > limitBytes) {
      // Not waited for: the cancelling of a clone ends only when the handler is done with its own copy.
      reader.cancel().catch(() => {});
      return undefined;
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}
