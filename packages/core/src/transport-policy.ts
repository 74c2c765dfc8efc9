import type { Explanation } from './explanation.ts';
import type { InboundRequest } from './inbound-request.ts';
import { type Rejected, rejected } from './verdict.ts';

const outdated = new Set(['SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1']);

/** `insecure-transport` unless the client's connection is TLS 1.2 or newer. */
export function refuseInsecureTransport(
  { transport }: InboundRequest,
  explain: Explanation | undefined,
): Rejected | undefined {
  const secure =
    transport.secure && !(transport.tlsVersion !== undefined && outdated.has(transport.tlsVersion));
  explain?.push({
    check: 'transport',
    outcome: secure ? 'passed' : 'failed',
    detail: transport.secure
      ? `over ${transport.tlsVersion ?? 'TLS, as a trusted proxy says'}`
      : 'not over TLS',
  });
  return secure ? undefined : rejected('insecure-transport');
}
