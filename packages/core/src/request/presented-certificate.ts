import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { PresentedCertificate } from './inbound-request.ts';

// One handshake proves one certificate: read it once a connection, however many requests follow on it. It could not
// be read twice, either: Node 22 and 24 hand the client's chain out only to who asks first, which is Node 24.21 itself
// for a chain that its own `ca` verifies.
const presented = new WeakMap<object, PresentedCertificate>();

/** Certificates beside the leaf that are looked at. A chain has two or three. */
const MAX_INTERMEDIATES = 8;

/** The certificate that the client of this request proved to hold, trusted or not. */
export function presentedCertificate(
  request: IncomingMessage,
  socket: TLSSocket,
): PresentedCertificate | undefined {
  const connection = connectionOf(request);
  const known = presented.get(connection);
  if (known) return known;
  const leaf = socket.getPeerX509Certificate();
  if (!leaf) return undefined;
  const certificate = { leaf, intermediates: intermediatesOf(leaf) };
  presented.set(connection, certificate);
  return certificate;
}

/** HTTP/2 makes a `socket` of its own for every request: there, the session is what they share. */
function connectionOf(
  request: IncomingMessage & { readonly stream?: { readonly session?: object } },
): object {
  return request.stream?.session ?? request.socket;
}

/** `issuerCertificate` leads through what the client sent, as it was sent: whether one issued the other is not asked. */
function intermediatesOf(leaf: X509Certificate): X509Certificate[] {
  const intermediates: X509Certificate[] = [];
  let next = leaf.issuerCertificate;
  while (next && intermediates.length < MAX_INTERMEDIATES) {
    intermediates.push(next);
    next = next.issuerCertificate;
  }
  return intermediates;
}
