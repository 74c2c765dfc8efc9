import { once } from 'node:events';
import { createServer, Agent as HttpAgent, request as httpRequest, type RequestListener } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Answer, OutboundRequest } from '../request.ts';

/** What the cases are sent to. */
export interface Target extends AsyncDisposable {
  readonly url: string;
  /** @throws NoConnection where there is nobody to talk to */
  send(request: OutboundRequest): Promise<Answer>;
}

/** Nothing that a server does: there is none, or it is not the one that was meant. */
export class NoConnection extends Error {
  override readonly name = 'NoConnection';
}

/** The server did not answer in time, or hung up. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

export interface TargetOptions {
  /** PEM of the authority that the server's certificate chains to. Default: those that Node trusts. */
  readonly ca?: string | undefined;
  /** Milliseconds for an answer. Default 10,000. */
  readonly timeoutMilliseconds?: number | undefined;
}

const MAX_ANSWER_BYTES = 1_000_000;
const noConnection = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** @param target a base URL, or what `createServer` takes: an Express app, for instance */
export async function openTarget(
  target: string | URL | RequestListener,
  options: TargetOptions = {},
): Promise<Target> {
  if (typeof target !== 'function') return urlTarget(new URL(target), options);
  const server = createServer(target).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const opened = urlTarget(new URL(`http://127.0.0.1:${port}`), options);
  return {
    ...opened,
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function urlTarget(base: URL, { ca, timeoutMilliseconds = 10_000 }: TargetOptions): Target {
  const secure = base.protocol === 'https:';
  if (!secure && base.protocol !== 'http:') throw new TypeError('the target must be an http: or https: URL');
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const prefix = base.pathname.replace(/\/$/, '');

  function send({ method, path, headers, body, certificate }: OutboundRequest): Promise<Answer> {
    const started = performance.now();
    const bytes = body === undefined ? undefined : Buffer.from(body);
    const raw = headers.flat();
    const has = (name: string) => headers.some(([one]) => one.toLowerCase() === name);
    if (!has('host')) raw.push('Host', base.host);
    if (bytes && !has('content-length') && !has('transfer-encoding'))
      raw.push('Content-Length', String(bytes.length));
    return new Promise((resolve, reject) => {
      const request = (secure ? httpsRequest : httpRequest)(
        {
          host: base.hostname.replace(/^\[|\]$/g, ''),
          port: base.port,
          method,
          path: prefix + path,
          headers: raw,
          setHost: false,
          agent,
          timeout: timeoutMilliseconds,
          ...(secure && { ca, ...(certificate && { cert: certificate.chain, key: certificate.key }) }),
        },
        (response) => {
          const chunks: Buffer[] = [];
          let length = 0;
          response.on('data', (chunk: Buffer) => {
            length += chunk.length;
            if (length <= MAX_ANSWER_BYTES) chunks.push(chunk);
            else request.destroy(new NoAnswer(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`));
          });
          response.on('error', reject);
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headersDistinct as Record<string, string[]>,
              text,
              json: parsed(text),
              milliseconds: performance.now() - started,
            });
          });
        },
      );
      request.on('timeout', () =>
        request.destroy(new NoAnswer(`no answer within ${timeoutMilliseconds} ms`)),
      );
      request.on('error', (error: NodeJS.ErrnoException) => {
        if (error instanceof NoAnswer) reject(error);
        else if (noConnection.has(error.code ?? '') || isTlsFailure(error))
          reject(new NoConnection(error.message));
        else reject(new NoAnswer(`the server hung up: ${error.message}`));
      });
      request.end(bytes);
    });
  }

  return { url: base.href, send, [Symbol.asyncDispose]: async () => agent.destroy() };
}

/** The server's own certificate is not trusted: every case would say so. */
function isTlsFailure({ code = '' }: NodeJS.ErrnoException): boolean {
  return /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(code);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
