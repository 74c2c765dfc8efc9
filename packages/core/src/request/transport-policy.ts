import type { Explanation } from '../verdict/explanation.ts';
import { type Rejected, rejected } from '../verdict/verdict.ts';
import type { InboundRequest } from './inbound-request.ts';

// Named one by one: a version nobody here has heard of is not taken for a newer one.
const safeVersions = new Set(['TLSv1.2', 'TLSv1.3']);

/** `insecure-transport` unless the client's connection is TLS 1.2 or newer. */
export function refuseInsecureTransport(
  { transport }: InboundRequest,
  explain: Explanation | undefined,
): Rejected | undefined {
  const secure =
    transport.secure && (transport.tlsVersion === undefined || safeVersions.has(transport.tlsVersion));
  explain?.push({
    check: 'transport',
    outcome: secure ? 'passed' : 'failed',
    detail: transport.secure
      ? `over ${transport.tlsVersion ?? 'TLS, as a trusted proxy says'}`
      : 'not over TLS',
  });
  return secure ? undefined : rejected('insecure-transport');
}
