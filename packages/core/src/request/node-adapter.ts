import type { ServerResponse } from 'node:http';
import type { Answer } from '../verdict/answer.ts';
import { fromNode } from './from-node.ts';
import { DEFAULT_BODY_LIMIT_BYTES, type InboundBody } from './inbound-body.ts';
import type { InboundRequest } from './inbound-request.ts';
import type { NodeRequest } from './node-request.ts';
import { trustedProxies as parseTrustedProxies } from './trusted-proxies.ts';

/** What every middleware needs to know to read a request. */
export interface RequestReaderOptions {
  /** Addresses and CIDR ranges whose `X-Forwarded-*` headers are believed, such as `['10.0.0.0/8']`. Default: nobody's. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** Bytes of body read at most. Default 102,400. What a body parser mounted before has read is bounded by its own limit. */
  readonly bodyLimitBytes?: number | undefined;
}

/** @param body what to take for the request's body, where it is known already */
export type RequestReader = (request: NodeRequest, body?: InboundBody) => InboundRequest;

/**
 * `fromNode` with its options checked and parsed once, as a middleware wants it.
 * @throws TypeError when an option is unusable.
 */
export function requestReader(options: RequestReaderOptions = {}): RequestReader {
  const { trustedProxies = [], bodyLimitBytes = DEFAULT_BODY_LIMIT_BYTES } = options;
  if (!Array.isArray(trustedProxies)) {
    throw new TypeError("trustedProxies must be a list of addresses and CIDR ranges, such as ['10.0.0.0/8']");
  }
  if (!Number.isSafeInteger(bodyLimitBytes) || bodyLimitBytes < 0) {
    throw new TypeError('bodyLimitBytes must be a whole number of bytes, such as 102400');
  }
  const parsed = { trustedProxies: parseTrustedProxies(trustedProxies), bodyLimitBytes };
  return (request, body) => fromNode(request, body ? { ...parsed, body } : parsed);
}

/** Sends an answer as it is. Says nothing where the response is already on its way: it belongs to somebody else. */
export function sendAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.headersSent) return;
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
}
