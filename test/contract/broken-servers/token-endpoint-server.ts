import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

interface Client {
  readonly id: string;
  readonly secret: string;
}

const clients: readonly (Client & { readonly active: boolean })[] = [
  { id: 'client_1', secret: 'client-Secret', active: true },
  { id: 'closed_1', secret: 'closed-Secret', active: false },
];

/** What the profile wants to know of these servers. */
export const tokenEndpointCredentials = {
  path: '/token',
  lifetimeSeconds: 600,
  client: { id: 'client_1', secret: 'client-Secret' },
  inactiveClient: { id: 'closed_1', secret: 'closed-Secret' },
};

export interface TokenError {
  readonly status: number;
  readonly error: string;
}

export type Said = Readonly<Record<string, unknown>>;

/** The steps of a server that gets all of them right; a broken one replaces one. */
export interface TokenEndpointSteps {
  isMethod(method: string): boolean;
  client(request: IncomingMessage, form: URLSearchParams): Client | undefined;
  /** The pairs that a client may have meant by the one that it sent. */
  meant(client: Client): readonly Client[];
  matches(known: Client, given: Client): boolean;
  isActive(id: string): boolean;
  form(request: IncomingMessage, body: string): URLSearchParams | undefined;
  limit: number;
  /** What is wrong with the parameters. */
  problem(form: URLSearchParams): string | undefined;
  issued(form: URLSearchParams): Said;
  status: number;
  headers(status: number): Readonly<Record<string, string>>;
  refusal(error: TokenError, client: Client | undefined): Said;
}

export const rightSteps: TokenEndpointSteps = {
  isMethod: (method) => method === 'POST',
  client({ headersDistinct: { authorization = [] } }) {
    const [, encoded] =
      /^basic +(\S+)$/i.exec(authorization.length === 1 ? (authorization[0] ?? '') : '') ?? [];
    return encoded === undefined ? undefined : pairIn(encoded);
  },
  meant(client) {
    try {
      return [client, { id: decodeURIComponent(client.id), secret: decodeURIComponent(client.secret) }];
    } catch {
      return [client];
    }
  },
  matches: (known, given) => known.id === given.id && known.secret === given.secret,
  isActive: (id) => clients.some((client) => client.id === id && client.active),
  form({ headers }, body) {
    const type = headers['content-type'] ?? '';
    return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type) ? new URLSearchParams(body) : undefined;
  },
  limit: 10_000,
  problem(form) {
    const names = [...form.keys()];
    if (new Set(names).size < names.length || form.has('client_secret')) return 'invalid_request';
    const type = form.get('grant_type');
    if (!type) return 'invalid_request';
    if (type !== 'client_credentials') return 'unsupported_grant_type';
    return form.get('scope') ? 'invalid_scope' : undefined;
  },
  issued: () => ({ access_token: randomUUID(), token_type: 'Bearer', expires_in: 600 }),
  status: 200,
  headers: (status) => ({
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    ...(status === 401 && { 'WWW-Authenticate': 'Basic realm="test"' }),
  }),
  refusal: ({ error }) => ({ error }),
};

export function pairIn(encoded: string): Client {
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id, secret: rest.join(':') };
}

export function tokenEndpointServer(mistake: Partial<TokenEndpointSteps> = {}): RequestListener {
  const steps: TokenEndpointSteps = { ...rightSteps, ...mistake };

  function send(response: ServerResponse, status: number, said: Said): void {
    response.writeHead(status, steps.headers(status)).end(JSON.stringify(said));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const refuse = (status: number, error: string, client?: Client) =>
      send(response, status, steps.refusal({ status, error }, client));
    if (!steps.isMethod(request.method ?? '')) return refuse(405, 'invalid_request');

    let body = '';
    let length = 0;
    for await (const chunk of request) {
      length += (chunk as Buffer).length;
      if (length <= steps.limit) body += String(chunk);
    }
    const form = steps.form(request, body);
    const given = steps.client(request, form ?? new URLSearchParams());
    const known = given && clients.find((one) => steps.meant(given).some((pair) => steps.matches(one, pair)));
    if (!known || !steps.isActive(known.id)) return refuse(401, 'invalid_client', given);
    if (length > steps.limit) return refuse(413, 'invalid_request');
    const problem = form ? steps.problem(form) : 'invalid_request';
    if (!form || problem !== undefined) return refuse(400, problem ?? 'invalid_request');
    return send(response, steps.status, steps.issued(form));
  }

  return (request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  };
}
