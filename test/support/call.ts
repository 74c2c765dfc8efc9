import { request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';

type SentHeaders = Readonly<Record<string, string | number | string[]>>;

export interface CallOptions extends Pick<RequestOptions, 'ca' | 'cert' | 'key' | 'agent' | 'path'> {
  readonly method?: string;
  /** An array for a header that is sent several times. */
  readonly headers?: SentHeaders;
  readonly body?: string | Uint8Array;
}

export interface CallAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON; `undefined` where it is none. */
  readonly json: unknown;
}

/** One request with exactly these headers, over HTTP or TLS: `fetch` would join, drop and add some. */
export function call(url: string, options: CallOptions = {}): Promise<CallAnswer> {
  const { body, ...rest } = options;
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const request = send(url, rest, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** A POST of JSON. */
export function post(url: string, value: unknown, headers: SentHeaders = {}): Promise<CallAnswer> {
  return call(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  });
}

export function basicOf(id: string, secret: string): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
