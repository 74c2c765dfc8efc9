import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Http2Server } from 'node:http2';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { type FromNodeOptions, fromNode, type InboundRequest, type NodeRequest } from '@countersign/core';

export type Read<T> = (inbound: InboundRequest, request: NodeRequest) => T | Promise<T>;

/** What `read` makes of the first request that reaches a server, which closes then. */
export async function firstRequestTo<T>(
  server: Server | Http2Server,
  read: Read<T>,
  options: FromNodeOptions = {},
): Promise<{ port: number; seen: Promise<T> }> {
  const seen = new Promise<T>((resolve, reject) => {
    server.on('request', async (request: NodeRequest, response: ServerResponse) => {
      await (async () => read(fromNode(request, options), request))().then(resolve, reject);
      response.end();
      server.close();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { port: (server.address() as AddressInfo).port, seen };
}

/** Writes a request by hand, and waits for its answer to end. */
export async function sendLines(socket: Socket, lines: readonly string[], body = ''): Promise<void> {
  socket.write(`${[...lines, 'Connection: close', '', ''].join('\r\n')}${body}`);
  await text(socket);
}

/** What `read` makes of a request that is written to a socket by hand. */
export async function inboundOf<T>(
  lines: readonly string[],
  read: Read<T>,
  options: FromNodeOptions = {},
  body = '',
): Promise<T> {
  const { port, seen } = await firstRequestTo(createServer(), read, options);
  await sendLines(connect(port, '127.0.0.1'), lines, body);
  return seen;
}
