import type { IncomingMessage } from 'node:http';

/** A request as `node:http`, `node:https` or `node:http2` (compatibility) gives it, with what a body parser may have left on it. */
export type NodeRequest = IncomingMessage & {
  body?: unknown;
  rawBody?: unknown;
  /** Express keeps the target here while a router has a mount path stripped from `url`. */
  readonly originalUrl?: string;
};
