import type { ClientRequest } from 'node:http';
import type { RequestOptions } from 'node:https';
import { checkServerIdentity, TLSSocket } from 'node:tls';
import type { OutboundRequest, TlsConnection } from '../request.ts';

/** How a request wants its TLS connection made: with which certificate, by which name, in which version. */
export function tlsOptions(base: URL, { certificate, tls = {} }: OutboundRequest): RequestOptions {
  const { serverName, version, session } = tls;
  return {
    ...(certificate && { cert: certificate.chain, key: certificate.key }),
    ...(session && { session }),
    ...(version && { minVersion: version, maxVersion: version }),
    // What OpenSSL wants before it offers a version that is out of date.
    ...((version === 'TLSv1' || version === 'TLSv1.1') && { ciphers: 'DEFAULT:@SECLEVEL=0' }),
    ...(serverName !== undefined && {
      servername: serverName,
      // The server is the one that was meant by its address, whatever it is called in the handshake.
      checkServerIdentity: (_name, found) => {
        const wrong = checkServerIdentity(hostOf(base), found);
        return wrong && checkServerIdentity(serverName, found);
      },
    }),
  };
}

export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}

/** Watches the connection of a request: asked once the answer is there, tells what it was like. */
export function tlsOf(outgoing: ClientRequest): () => TlsConnection {
  let session: Buffer | undefined;
  let resumed = false;
  outgoing.once('socket', (socket) => {
    if (!(socket instanceof TLSSocket)) return;
    socket.on('session', (offered: Buffer) => {
      session = offered;
    });
    socket.once('secureConnect', () => {
      resumed = socket.isSessionReused();
    });
  });
  return () => ({ session, resumed });
}
