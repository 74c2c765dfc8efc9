import { createServer, type RequestListener, Server } from 'node:http';
import { Server as TlsServer } from 'node:https';
import { listenOnLoopback, stopServer } from '../loopback.ts';
import type { Answer, OutboundRequest } from '../request.ts';
import { sendRequest } from './send-request.ts';

/** A base URL, or what is to be served on loopback meanwhile: what `createServer` takes or gives. */
export type ContractTarget = string | URL | RequestListener | Server | TlsServer;

/** What the cases are sent to. */
export interface Target extends AsyncDisposable {
  readonly url: string;
  send(request: OutboundRequest, signal?: AbortSignal): Promise<Answer>;
}

export interface TargetOptions {
  /** PEM of the authority that the server's certificate chains to. Default: those that Node.js trusts. */
  readonly ca?: string | undefined;
  /** Milliseconds for each answer, whole. Default 10,000. */
  readonly timeoutMilliseconds?: number | undefined;
}

/** @throws TypeError for a target, or an option, that cannot be used */
export async function openTarget(target: ContractTarget, options: TargetOptions = {}): Promise<Target> {
  const { ca, timeoutMilliseconds = 10_000 } = options;
  if (!Number.isFinite(timeoutMilliseconds) || timeoutMilliseconds <= 0) {
    throw new TypeError('timeoutMilliseconds must be a positive number of milliseconds, such as 10000');
  }
  const { url, close } = await served(target);
  return {
    url: url.href.replace(/\/$/, ''),
    send: (request, signal) => sendRequest(url, request, { ca, timeoutMilliseconds, signal }),
    [Symbol.asyncDispose]: close,
  };
}

interface Served {
  readonly url: URL;
  readonly close: () => Promise<void>;
}

async function served(target: ContractTarget): Promise<Served> {
  if (typeof target === 'string' || target instanceof URL)
    return { url: baseUrl(target), close: async () => {} };
  if (typeof target === 'function') return served(createServer(target));
  if (!isServer(target)) {
    throw new TypeError(
      'target must be a base URL, a request handler such as an Express app, or a server of node:http',
    );
  }
  const scheme = target instanceof TlsServer ? 'https' : 'http';
  if (target.listening) return { url: urlOf(scheme, target), close: async () => {} };
  await listenOnLoopback(target);
  return { url: urlOf(scheme, target), close: () => stopServer(target) };
}

function isServer(target: unknown): target is Server | TlsServer {
  return target instanceof Server || target instanceof TlsServer;
}

function baseUrl(text: string | URL): URL {
  const url = URL.parse(String(text));
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new TypeError('the target must be an http: or https: URL, such as https://api.example');
  }
  if (url.username || url.password || url.search || url.hash) {
    throw new TypeError(
      'the target must be a URL of scheme, host, port and path alone, such as https://api.example/v1',
    );
  }
  return url;
}

function urlOf(scheme: string, server: Server | TlsServer): URL {
  const bound = server.address();
  if (typeof bound !== 'object' || !bound) throw new TypeError('the target must listen on a TCP port');
  const everywhere = new Map([
    ['0.0.0.0', '127.0.0.1'],
    ['::', '::1'],
  ]);
  const host = everywhere.get(bound.address) ?? bound.address;
  return new URL(`${scheme}://${host.includes(':') ? `[${host}]` : host}:${bound.port}`);
}
