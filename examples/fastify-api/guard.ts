import { type Answer, fromNode, type Principal, refusalOf, type Verifier } from '@countersign/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * The verifier reads the body, bounded, and answers one that is malformed in the provider's own form: Fastify's parsers
 * would read it before, and answer by themselves.
 */
export function leaveBodiesUnread(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
}

// By the request and the verifier: what one verifier accepted is not what another did.
const accepted = new WeakMap<FastifyRequest, Map<Verifier, Principal>>();

/** A hook that lets through what the verifier accepts, and answers anything else as the verifier refuses it. */
export function guard(verifier: Verifier) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const inbound = fromNode(request.raw);
    const verdict = await verifier.verify(inbound);
    if (verdict.outcome !== 'accepted') return send(reply, refusalOf(verifier, verdict, inbound));
    accepted.set(request, (accepted.get(request) ?? new Map()).set(verifier, verdict.principal));
    // What the verifier read, for the handler.
    request.body = 'body' in request.raw ? request.raw.body : undefined;
    return undefined;
  };
}

/** @throws Error where this verifier did not let the request through */
export function principalOf<P extends Principal>(request: FastifyRequest, verifier: Verifier<P>): P {
  const principal = accepted.get(request)?.get(verifier);
  if (!principal) throw new Error(`no ${verifier.scheme} verifier guards this route`);
  // Kept under the verifier that made it.
  return principal as P;
}

export function send(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  for (const [name, value] of Object.entries(headers)) {
    // Fastify takes a list of values as it is, and a list that it may change.
    reply.header(name, typeof value === 'string' ? value : [...value]);
  }
  return reply.code(status).send(body);
}
