import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';

/** Any free port of this machine, for nobody else. */
export async function listenOnLoopback(server: Server | TlsServer): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

/** Ends every connection, and waits until nothing is open. */
export async function stopServer(server: Server | TlsServer): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
