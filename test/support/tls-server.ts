import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as httpsRequest, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { fromNode, type Principal, refusalOf, type Verifier } from '@countersign/core';
import type { IssuedCertificate } from './authority.ts';

export interface TlsServer {
  /** Verifies what comes from now on. */
  verifier: Verifier<Principal>;
  readonly port: number;
  close(): Promise<void>;
}

/** A server that asks for a client's certificate, rejects nobody in the handshake, and answers what its verifier says. */
export async function tlsServer(
  certificate: IssuedCertificate,
  verifier: Verifier<Principal>,
  options: ServerOptions = {},
): Promise<TlsServer> {
  const server = createServer({ ...tlsOptionsOf(certificate), ...options }, (request, response) =>
    answer(running.verifier, request, response),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const running: TlsServer = {
    verifier,
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return running;
}

export function tlsOptionsOf({ keyPem, chainPem }: IssuedCertificate): ServerOptions {
  return { key: keyPem, cert: chainPem, requestCert: true, rejectUnauthorized: false };
}

export async function answer(
  verifier: Verifier<Principal>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const inbound = fromNode(request);
  const verdict = await verifier.verify(inbound);
  if (verdict.outcome === 'accepted') {
    response.end(JSON.stringify(verdict.principal));
    return;
  }
  const { status, headers, body } = refusalOf(verifier, verdict, inbound);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.writeHead(status).end(body);
}

export interface TlsRequest {
  readonly port: number;
  /** PEM of who is trusted to be the server. */
  readonly ca: string;
  /** Sent with the request. Absent: none. */
  readonly certificate?: { readonly chainPem: string; readonly keyPem: string } | undefined;
  /** A TLS session to resume. */
  readonly session?: Buffer | undefined;
  readonly version?: 'TLSv1.2' | 'TLSv1.3' | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

export interface TlsAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server said
  readonly json: any;
  /** Whether the server took the session that was offered. */
  readonly reused: boolean;
  readonly session: Buffer | undefined;
}

/** One request over a connection of its own. */
export async function requestOverTls(options: TlsRequest): Promise<TlsAnswer> {
  const { port, ca, certificate, session, version, headers } = options;
  const request = httpsRequest({
    host: '127.0.0.1',
    servername: 'localhost',
    port,
    ca,
    agent: false,
    ...(certificate && { cert: certificate.chainPem, key: certificate.keyPem }),
    ...(session && { session }),
    ...(version && { minVersion: version, maxVersion: version }),
    ...(headers && { headers }),
  });
  let lastSession: Buffer | undefined;
  request.on('socket', (socket) => socket.on('session', (given: Buffer) => (lastSession = given)));
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const socket = response.socket as TLSSocket;
  const reused = socket.isSessionReused();
  const chunks = await response.toArray();
  return {
    status: response.statusCode,
    headers: response.headers,
    json: JSON.parse(Buffer.concat(chunks).toString()) as unknown,
    reused,
    session: lastSession,
  };
}
