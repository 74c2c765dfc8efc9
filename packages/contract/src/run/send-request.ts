import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Answer, OutboundRequest } from '../request.ts';
import { HungUp, NoAnswer, NoConnection } from './no-answer.ts';
import { hostOf, tlsOf, tlsOptions } from './tls-choice.ts';

export interface SendOptions {
  /** PEM of the authority that the server's certificate chains to. Default: those that Node.js trusts. */
  readonly ca?: string | undefined;
  /** From the first byte to the last of the answer, the connection included. */
  readonly timeoutMilliseconds: number;
  readonly signal?: AbortSignal | undefined;
}

const MAX_ANSWER_BYTES = 1_000_000;

/**
 * Sends one request over a connection of its own: what one case leaves behind (a client certificate, a TLS session,
 * bytes after an answer, a socket that the server is about to close) never reaches another. Headers go as they are
 * listed, in their order, case and number; `Host`, `Content-Length` and `Connection` are added where they are not.
 *
 * @throws NoConnection, NoAnswer, the reason of `signal`, and TypeError for what cannot be put into a request
 */
export async function sendRequest(
  base: URL,
  request: OutboundRequest,
  { ca, timeoutMilliseconds, signal }: SendOptions,
): Promise<Answer> {
  signal?.throwIfAborted();
  const secure = base.protocol === 'https:';
  const started = performance.now();
  const outgoing = (secure ? httpsRequest : httpRequest)({
    host: hostOf(base),
    port: base.port,
    method: request.method,
    path: base.pathname.replace(/\/$/, '') + request.path,
    headers: wireHeaders(base, request),
    setHost: false,
    agent: false,
    ...(secure && { ca, ...tlsOptions(base, request) }),
  });
  const connection = connectionOf(outgoing, secure);
  const tls = secure ? tlsOf(outgoing) : undefined;
  let late: Error | undefined;
  const timer = setTimeout(() => {
    late = tooLate(connection.ready, timeoutMilliseconds);
    outgoing.destroy(late);
  }, timeoutMilliseconds);
  const abort = () => outgoing.destroy();
  signal?.addEventListener('abort', abort);
  try {
    const response = await responseTo(outgoing, request.body);
    const text = await textOf(response);
    // A body without a length ends with its connection, whoever ends that.
    signal?.throwIfAborted();
    if (late) throw late;
    return {
      status: response.statusCode ?? 0,
      headers: headersOf(response.rawHeaders),
      text,
      json: parsed(text),
      milliseconds: performance.now() - started,
      ...(tls && { tls: tls() }),
    };
  } catch (error) {
    signal?.throwIfAborted();
    throw toldApart(error, connection);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
    outgoing.destroy();
  }
}

function wireHeaders(base: URL, { headers, body }: OutboundRequest): string[] {
  const has = (name: string) => headers.some(([one]) => one.toLowerCase() === name);
  const framed = body === undefined || has('content-length') || has('transfer-encoding');
  return [
    ...headers.flat(),
    ...(has('host') ? [] : ['Host', base.host]),
    ...(framed ? [] : ['Content-Length', String(Buffer.byteLength(body))]),
  ];
}

interface Connection {
  /** Somebody listens at the address. */
  reached: boolean;
  /** A request can be sent: with TLS, after the handshake. */
  ready: boolean;
}

function connectionOf(outgoing: ClientRequest, secure: boolean): Connection {
  const connection = { reached: false, ready: false };
  outgoing.once('socket', (socket) => {
    socket.once('connect', () => {
      connection.reached = true;
      connection.ready = !secure;
    });
    socket.once('secureConnect', () => {
      connection.ready = true;
    });
  });
  return connection;
}

function responseTo(
  outgoing: ClientRequest,
  body: string | Uint8Array | undefined,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.on('response', resolve).on('error', reject);
    outgoing.on('upgrade', () => reject(new NoAnswer('the server changed to another protocol')));
    // As bytes: beside a text that is not Latin-1, the headers would not be sent as Latin-1 either.
    outgoing.end(body === undefined ? undefined : Buffer.from(body));
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) throw new NoAnswer(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** From `rawHeaders`: a name such as `__proto__` is one like any other. */
function headersOf(raw: readonly string[]): Record<string, string[]> {
  const headers = new Map<string, string[]>();
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i]?.toLowerCase() ?? '';
    headers.set(name, [...(headers.get(name) ?? []), raw[i + 1] ?? '']);
  }
  return Object.fromEntries(headers);
}

function tooLate(ready: boolean, milliseconds: number): Error {
  return ready
    ? new NoAnswer(`no whole answer within ${milliseconds} ms`)
    : new NoConnection(`no connection within ${milliseconds} ms`);
}

function toldApart(error: unknown, { reached, ready }: Connection): Error {
  if (error instanceof NoAnswer || error instanceof NoConnection) return error;
  const { message, code = '' } = error as NodeJS.ErrnoException;
  const why = opensslReason(message) ?? (message || code);
  if (code.startsWith('HPE_')) return new NoAnswer(`what came back is not HTTP: ${why}`);
  if (ready) return new HungUp(`the server hung up: ${why}`);
  // A server that demands a client certificate in the handshake refuses there who has none.
  if (reached && (code === 'ECONNRESET' || code === 'EPIPE' || /\balert\b/i.test(why))) {
    return new HungUp(`the server ended the TLS handshake: ${why}`);
  }
  return new NoConnection(why);
}

/** `tlsv13 alert certificate required`, of a message that names threads, functions and files of OpenSSL too. */
function opensslReason(message: string): string | undefined {
  return /:SSL routines:[^:]*:([^:\n]+)/.exec(message)?.[1];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
