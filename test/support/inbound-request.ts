import type { InboundBody, InboundRequest, Transport } from '@countersign/core';

interface RequestParts {
  readonly method?: string;
  readonly target?: string;
  readonly host?: string;
  /** Lower-case names; an array for a header sent several times. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly peerAddress?: string;
  readonly clientAddress?: string;
  readonly transport?: Partial<Transport>;
  /** A parsed JSON body, or any other kind of body. */
  readonly json?: unknown;
  readonly body?: InboundBody;
}

/** An inbound request as an adapter would make it, for tests of a verifier without a socket. */
export function inboundRequest(parts: RequestParts = {}): InboundRequest {
  const headers = new Map(Object.entries(parts.headers ?? {}));
  const peerAddress = parts.peerAddress ?? '198.51.100.7';
  const body: InboundBody =
    parts.body ?? ('json' in parts ? { kind: 'json', value: parts.json } : { kind: 'absent' });
  return {
    method: parts.method ?? 'POST',
    target: parts.target ?? '/',
    host: parts.host ?? 'api.example.com',
    headers: {
      all(name) {
        const value = headers.get(name) ?? [];
        return typeof value === 'string' ? [value] : value;
      },
    },
    peerAddress,
    clientAddress: parts.clientAddress ?? peerAddress,
    transport: {
      secure: true,
      tlsVersion: 'TLSv1.3',
      serverName: undefined,
      clientCertificate: undefined,
      ...parts.transport,
    },
    body: async () => body,
  };
}
