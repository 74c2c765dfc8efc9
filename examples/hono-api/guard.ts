import {
  type Answer,
  fromFetch,
  type InboundRequest,
  type Principal,
  refusalOf,
  type Verifier,
} from '@countersign/core';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';

/** What the kit looks at. Fetch says nothing of the connection: that is the server's to know. */
export function inbound(c: Context): InboundRequest {
  return fromFetch(c.req.raw, { peerAddress: getConnInfo(c).remote.address });
}

/** Hono middleware that lets through what the verifier accepts, and answers anything else as the verifier refuses it. */
export function guard<P extends Principal>(
  verifier: Verifier<P>,
): MiddlewareHandler<{ Variables: { principal: P } }> {
  return async (c, next) => {
    const request = inbound(c);
    const verdict = await verifier.verify(request);
    if (verdict.outcome !== 'accepted') return responseOf(refusalOf(verifier, verdict, request));
    c.set('principal', verdict.principal);
    return next();
  };
}

export function responseOf({ status, headers, body }: Answer): Response {
  const response = new Response(body, { status });
  for (const [name, values] of Object.entries(headers)) {
    response.headers.delete(name);
    for (const value of [values].flat()) response.headers.append(name, value);
  }
  return response;
}
