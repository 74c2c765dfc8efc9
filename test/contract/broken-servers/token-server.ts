import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

export interface TokenAccount {
  readonly id: string;
  readonly secret: string;
  readonly digests: readonly Algorithm[];
  /** What its owner is told once its token is proven. */
  readonly refusedWith?: 104 | 105 | 106 | 403;
}

type Algorithm = 'sha256' | 'sha1';

const own = (id: string, secret: string): TokenAccount => ({ id, secret, digests: ['sha256'] });

export const accounts: readonly TokenAccount[] = [
  own('siteSeven', 'secretOfSeven'),
  own('siteEight', 'secretOfEight'),
  { ...own('siteOld', 'secretOfOld'), digests: ['sha256', 'sha1'] },
  { ...own('siteClosed', 'secretOfClosed'), refusedWith: 104 },
  { ...own('siteEnded', 'secretOfEnded'), refusedWith: 105 },
  { ...own('siteRenewed', 'formerSecret'), refusedWith: 106 },
  { ...own('siteElsewhere', 'secretOfElsewhere'), refusedWith: 403 },
];

const byId = new Map(accounts.map((account) => [account.id, account]));
const pairOf = (id: string) => ({ id, secret: byId.get(id)?.secret });

/** What the profiles want to know of these servers. */
export const tokenCredentials = {
  request: { method: 'POST', path: '/api/session' },
  account: pairOf('siteSeven'),
  otherAccount: pairOf('siteEight'),
  legacyAccount: pairOf('siteOld'),
  inactiveAccount: pairOf('siteClosed'),
  expiredAccount: pairOf('siteEnded'),
  accountWithExpiredSecret: pairOf('siteRenewed'),
  accountElsewhere: pairOf('siteElsewhere'),
};

/** Four texts, as they were sent. */
export type Token = Readonly<Record<(typeof PARTS)[number], string>>;

export const PARTS = ['login', 'tranKey', 'nonce', 'seed'] as const;

export interface ReadToken extends Token {
  readonly digest: Buffer;
  readonly nonceBytes: Buffer;
  readonly time: number;
}

/** A provider's code, or the status of what is no matter of the token. */
export type Code = 100 | 101 | 102 | 103 | 104 | 105 | 106 | 107 | 403 | 404 | 405 | 413;

/** What a server knows of a request that it refuses. */
export interface About {
  readonly body?: unknown;
}

/** The steps of a server that gets all of them right; a broken one replaces some. */
export interface TokenSteps {
  takes(method: string | undefined): boolean;
  /** `undefined` for a body that is too large. */
  read(request: IncomingMessage): Promise<Buffer | undefined>;
  /** `undefined` for what is no JSON. */
  parse(bytes: Buffer, request: IncomingMessage): unknown;
  authIn(body: unknown, request: IncomingMessage): unknown;
  /** `undefined` for what is malformed. */
  tokenIn(auth: object): Token | undefined;
  decodeDigest(text: string): Buffer | undefined;
  decodeNonce(text: string): Buffer | undefined;
  timeOf(seed: string): number | undefined;
  find(login: string): TokenAccount | undefined;
  proves(token: ReadToken, account: TokenAccount): boolean;
  allows(account: TokenAccount, token: ReadToken): boolean;
  inWindow(time: number): boolean;
  stateOf(account: TokenAccount): Code | undefined;
  /** Whether it is the first use. */
  claim(token: ReadToken, account: TokenAccount): boolean | Promise<boolean>;
  /** Why the token is refused; `undefined` where it is not. */
  judge(steps: TokenSteps, token: ReadToken): Promise<Code | undefined>;
  refuse(response: ServerResponse, code: Code, about: About): void;
}

export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const memberOf = (value: unknown, name: string): unknown =>
  isObject(value) ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;

/** What a digest is made of. */
export const made = (algorithm: string, ...parts: readonly (string | Uint8Array)[]) =>
  hash(algorithm, Buffer.concat(parts.map((part) => Buffer.from(part))), 'buffer');

export const sameBytes = (one: Buffer, other: Buffer) =>
  one.length === other.length && timingSafeEqual(one, other);

const WINDOW = 300_000;
const MOST_BYTES = 100 * 1024;

export const seedForm =
  /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/;

export function canonical(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

export function rightSteps(): TokenSteps {
  const used = new Set<string>();
  return {
    takes: (method) => method === 'POST',
    async read(request) {
      const chunks: Buffer[] = [];
      let length = 0;
      for await (const chunk of request as AsyncIterable<Buffer>) {
        length += chunk.length;
        if (length <= MOST_BYTES) chunks.push(chunk);
      }
      return length <= MOST_BYTES ? Buffer.concat(chunks) : undefined;
    },
    parse(bytes, { headers }) {
      if (!/^application\/json(;|$)/i.test(headers['content-type'] ?? '')) return undefined;
      if (headers['content-encoding'] !== undefined) return undefined;
      try {
        return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
      } catch {
        return undefined;
      }
    },
    authIn: (body) => memberOf(body, 'auth'),
    tokenIn(auth) {
      const texts = PARTS.map((part) => memberOf(auth, part));
      if (texts.some((text) => typeof text !== 'string' || text === '' || text.length > 1024))
        return undefined;
      const [login, tranKey, nonce, seed] = texts as [string, string, string, string];
      return /[\p{Cc}\p{Cs}]/u.test(login) ? undefined : { login, tranKey, nonce, seed };
    },
    decodeDigest: canonical,
    decodeNonce: canonical,
    timeOf(seed) {
      const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(seed)?.map(Number) ?? [];
      if (!seedForm.test(seed) || year === undefined || month === undefined) return undefined;
      const date = new Date(0);
      date.setUTCFullYear(year, month - 1, day ?? 0);
      return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
        ? Date.parse(seed.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
        : undefined;
    },
    find: (login) => byId.get(login),
    proves({ digest, nonceBytes, seed }, { secret }) {
      return sameBytes(digest, made(digest.length === 20 ? 'sha1' : 'sha256', nonceBytes, seed, secret));
    },
    allows: ({ digests }, { digest }) => digests.includes(digest.length === 20 ? 'sha1' : 'sha256'),
    inWindow: (time) => Math.abs(Date.now() - time) <= WINDOW,
    stateOf: ({ refusedWith }) => refusedWith,
    claim({ tranKey }, { id }) {
      const key = `${id} ${tranKey}`;
      return !used.has(key) && used.add(key).has(key);
    },
    async judge(steps, token) {
      const account = steps.find(token.login);
      if (!account) return 101;
      if (!steps.proves(token, account) || !steps.allows(account, token)) return 102;
      if (!steps.inWindow(token.time)) return 103;
      return steps.stateOf(account) ?? ((await steps.claim(token, account)) ? undefined : 103);
    },
    refuse: (response, code, { body }) => refuse(response, code, body),
  };
}

/** As Placetopay does. */
export function refuse(
  response: ServerResponse,
  code: Code,
  body?: unknown,
  {
    text,
    cache = 'no-store',
    challenge = 'WSSE realm="test", profile="UsernameToken"',
  }: { readonly text?: string; readonly cache?: string; readonly challenge?: string } = {},
): void {
  const locale = memberOf(body, 'locale');
  const english = typeof locale === 'string' && locale.startsWith('en');
  const status = code < 200 ? 401 : code;
  const message = text ?? `${english ? 'Authentication failed' : 'Autenticación fallida'} ${code}`;
  if (status === 401) response.setHeader('WWW-Authenticate', challenge);
  if (status === 405) response.setHeader('Allow', 'POST');
  if (cache !== '') response.setHeader('Cache-Control', cache);
  response.setHeader('Content-Type', 'application/json');
  const date = new Date().toISOString();
  response
    .writeHead(status)
    .end(JSON.stringify({ status: { status: 'FAILED', reason: status, message, date } }));
}

export function tokenServer(steps: TokenSteps): RequestListener {
  async function codeOf(request: IncomingMessage): Promise<[Code | undefined, unknown?]> {
    if (request.url?.split('?')[0] !== '/api/session') return [404];
    if (!steps.takes(request.method)) return [405];
    const bytes = await steps.read(request);
    if (!bytes) return [413];
    const body = steps.parse(bytes, request);
    const auth = steps.authIn(body, request);
    if (!isObject(auth)) return [100, body];
    const token = steps.tokenIn(auth);
    const digest = token && steps.decodeDigest(token.tranKey);
    const nonceBytes = token && steps.decodeNonce(token.nonce);
    const time = token && steps.timeOf(token.seed);
    if (!digest || !nonceBytes || time === undefined) return [107, body];
    return [await steps.judge(steps, { ...token, digest, nonceBytes, time }), body];
  }

  return (request, response) => {
    codeOf(request)
      .then(([code, body]) => {
        if (code === undefined) response.end('{"status":{"status":"OK"}}');
        else steps.refuse(response, code, { body });
      })
      .catch(() => response.writeHead(500).end('error'));
  };
}
