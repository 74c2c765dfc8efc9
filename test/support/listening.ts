import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  type RequestListener,
  request,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Received {
  readonly status: number | undefined;
  /** Names in lower case, in the order and number in which they arrived. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface Listening extends AsyncDisposable {
  readonly port: number;
  /** A request that is written by hand: to be sent in parts, or broken off. */
  open(method: string, path: string, headers?: Record<string, string | string[]>): ClientRequest;
}

/** A server on a loopback port, for what supertest does not send: chunks, repeated fields, uploads cut short. */
export async function listening(app: RequestListener): Promise<Listening> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    open: (method, path, headers = {}) =>
      request({ host: '127.0.0.1', port, method, path, headers, agent: false }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Ends a request and gives what came back. */
export async function received(sent: ClientRequest, body?: string | Uint8Array): Promise<Received> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve).once('error', reject).end(body);
  });
  const fields: [string, string][] = [];
  for (let i = 0; i + 1 < response.rawHeaders.length; i += 2) {
    fields.push([response.rawHeaders[i]?.toLowerCase() ?? '', response.rawHeaders[i + 1] ?? '']);
  }
  return { status: response.statusCode, fields, body: await text(response) };
}
