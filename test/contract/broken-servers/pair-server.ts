import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

export interface Pair {
  readonly id: string;
  readonly secret: string;
}

export interface PairAccount extends Pair {
  readonly active: boolean;
  readonly addresses?: readonly string[];
}

const own = (id: string, secret: string) => ({ id, secret, active: true });

export const accounts: readonly PairAccount[] = [
  own('Merchant-7', 'key of Merchant'),
  own('Merchant-8', 'another>>Key~~'),
  own('Colon-1', 'with:colons:?>~'),
  { ...own('Closed-1', 'closed-Key'), active: false },
  { ...own('Elsewhere-1', 'elsewhere-Key'), addresses: ['192.0.2.1'] },
];

const byId = new Map(accounts.map((account) => [account.id, account]));
const pairOf = (id: string) => ({ id, secret: byId.get(id)?.secret });

/** What the profiles want to know of these servers. */
export const pairCredentials = {
  request: { method: 'GET', path: '/' },
  account: pairOf('Merchant-7'),
  otherAccount: pairOf('Merchant-8'),
  accountWithColon: pairOf('Colon-1'),
  inactiveAccount: pairOf('Closed-1'),
  accountElsewhere: pairOf('Elsewhere-1'),
};

/** What a request holds for this server: nothing, what cannot be read, or the text of an encoded pair. */
export type Presented =
  | { readonly kind: 'absent' | 'malformed' }
  | { readonly kind: 'text'; readonly text: string };

export const absent: Presented = { kind: 'absent' };
export const malformed: Presented = { kind: 'malformed' };
export const text = (encoded: string): Presented => ({ kind: 'text', text: encoded });

/** The steps of a server that gets all of them right; a broken one replaces one. */
export interface PairSteps {
  presented(request: IncomingMessage): Presented;
  decode(text: string): Buffer | undefined;
  read(bytes: Buffer): string | undefined;
  split(text: string): Pair | undefined;
  find(id: string): PairAccount | undefined | Promise<PairAccount | undefined>;
  matches(account: PairAccount | undefined, secret: string): boolean;
  mayCome(account: PairAccount, request: IncomingMessage): boolean;
  refuse(response: ServerResponse, status: number, about: About): void;
}

/** What a server knows of what it refuses, and should keep to itself. */
export interface About {
  readonly why: 'absent' | 'malformed' | 'account' | 'secret' | 'state';
  readonly text?: string | undefined;
  readonly pair?: Pair | undefined;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const digest = (secret: string) => createHash('sha256').update(secret).digest();

export const rightSteps: Omit<PairSteps, 'presented'> = {
  decode(encoded) {
    const bytes = Buffer.from(encoded, 'base64');
    return encoded !== '' && bytes.toString('base64') === encoded ? bytes : undefined;
  },
  read(bytes) {
    try {
      const read = decoder.decode(bytes);
      return /[\x00-\x1f\x7f]/.test(read) ? undefined : read;
    } catch {
      return undefined;
    }
  },
  split(pair) {
    const colon = pair.indexOf(':');
    return colon < 1 ? undefined : { id: pair.slice(0, colon), secret: pair.slice(colon + 1) };
  },
  find: (id) => byId.get(id),
  matches: (account, secret) => {
    const same = timingSafeEqual(digest(account?.secret ?? ''), digest(secret));
    return account !== undefined && same;
  },
  mayCome: ({ active, addresses }, { socket }) =>
    active && (!addresses || addresses.includes(socket.remoteAddress ?? '')),
  refuse: (response, status) => refuse(response, status),
};

export const CHALLENGE = 'Basic realm="test", charset="UTF-8"';

export function refuse(
  response: ServerResponse,
  status: number,
  {
    challenge = CHALLENGE,
    cache = 'no-store',
    said = 'no',
  }: { challenge?: string; cache?: string; said?: string } = {},
): void {
  if (status === 401) response.setHeader('WWW-Authenticate', challenge);
  if (cache !== '') response.setHeader('Cache-Control', cache);
  response.writeHead(status).end(said);
}

export function pairServer(steps: PairSteps): RequestListener {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const presented = steps.presented(request);
    if (presented.kind === 'absent') return steps.refuse(response, 401, { why: 'absent' });
    const bytes = presented.kind === 'text' ? steps.decode(presented.text) : undefined;
    const read = bytes && steps.read(bytes);
    const pair = read === undefined ? undefined : steps.split(read);
    if (!pair) return steps.refuse(response, 401, { why: 'malformed', text: bytes?.toString('latin1') });
    const account = await steps.find(pair.id);
    if (!steps.matches(account, pair.secret)) {
      return steps.refuse(response, 401, { why: account ? 'secret' : 'account', pair });
    }
    if (!account || !steps.mayCome(account, request))
      return steps.refuse(response, 403, { why: 'state', pair });
    return response.end('welcome');
  }
  return (request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  };
}

/** `Authorization: Basic …` */
export function fromAuthorization({ headersDistinct }: IncomingMessage): Presented {
  const values = headersDistinct.authorization ?? [];
  if (values.length > 1) return malformed;
  return basicIn(values[0]);
}

export function basicIn(value: string | undefined): Presented {
  const credentials = /^basic(?: +(.*))?$/i.exec(value ?? '');
  return credentials ? text(credentials[1] ?? '') : absent;
}

/** `x-connectpay-api-key: …`, with and without `Basic ` before the pair. */
export function fromApiKey({ headersDistinct }: IncomingMessage): Presented {
  const values = headersDistinct['x-connectpay-api-key'] ?? [];
  const [value] = values;
  if (value === undefined) return absent;
  return values.length > 1 ? malformed : text(value.replace(/^basic +/i, ''));
}
