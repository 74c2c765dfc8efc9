import { generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { BlockList, isIP } from 'node:net';

export type Json = Readonly<Record<string, unknown>>;

export const keyPair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keys = new Map([['one', keyPair.publicKey]]);
const inactive = 'closed';
const LIFETIME_SECONDS = 300;

/** What the profile wants to know of these servers. */
export const bearerCredentials = {
  request: { method: 'GET', path: '/' },
  revocation: { method: 'POST', path: '/logout' },
  signing: {
    algorithm: 'ES256',
    privateKey: keyPair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    kid: 'one',
    type: 'at+jwt',
    claims: { iss: 'https://issuer.example', aud: 'https://api.example', sub: 'merchant', scope: 'pay' },
    lifetimeSeconds: LIFETIME_SECONDS,
  },
  inactiveClaims: { sub: inactive },
  psuIpAddress: '111.111.11.111',
  psuIpClaim: 'psu_ip',
  publicPsuIp: true,
};
const wanted = bearerCredentials.signing.claims;

export type Presented =
  | { readonly kind: 'absent' | 'malformed' }
  | { readonly kind: 'token'; readonly token: string };

export interface Token {
  readonly header: Json;
  readonly claims: Json;
  readonly input: string;
  readonly signature: Buffer;
}

export interface Refusal {
  readonly status: number;
  readonly error: string;
}

/** The steps of a server that gets all of them right; a broken one replaces one. */
export interface BearerSteps {
  presented(request: IncomingMessage): Presented | Promise<Presented>;
  /** The three parts of a token. */
  split(token: string): readonly string[] | undefined;
  decode(part: string): Buffer | undefined;
  json(bytes: Buffer): Json | undefined;
  keyOf(header: Json): KeyObject | undefined | Promise<KeyObject | undefined>;
  mayUse(header: Json): boolean;
  holds(token: Token, key: KeyObject): boolean;
  /** Whether `exp` is a date, in the right distance from `iat`, and still to come. */
  expires(claims: Json, now: number): boolean;
  livesShort(claims: Json): boolean;
  isDated(claims: Json): boolean;
  hasBegun(claims: Json, now: number): boolean;
  isFromIssuer(claims: Json): boolean;
  isForUs(claims: Json): boolean;
  isAccessToken(header: Json): boolean;
  accountOf(claims: Json): string | undefined;
  isActive(account: string): boolean;
  isRevoked(claims: Json, revoked: ReadonlySet<unknown>): boolean;
  hasScope(claims: Json): boolean;
  psuIp(request: IncomingMessage): string | undefined;
  isPublic(address: string): boolean;
  isBoundTo(claims: Json, address: string): boolean;
  refuse(response: ServerResponse, refusal: Refusal, token: string): void;
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

export const rightSteps: BearerSteps = {
  presented({ headersDistinct }) {
    const values = headersDistinct.authorization ?? [];
    if (values.length > 1) return { kind: 'malformed' };
    return bearerIn(values[0] ?? '');
  },
  split(token) {
    const parts = token.split('.');
    return parts.length === 3 ? parts : undefined;
  },
  decode(part) {
    const bytes = Buffer.from(part, 'base64url');
    return bytes.toString('base64url') === part ? bytes : undefined;
  },
  json(bytes) {
    try {
      const value: unknown = JSON.parse(bytes.toString('utf8'));
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Json)
        : undefined;
    } catch {
      return undefined;
    }
  },
  keyOf: ({ kid }) => (typeof kid === 'string' ? keys.get(kid) : undefined),
  mayUse: ({ alg, crit }) => alg === 'ES256' && crit === undefined,
  holds: ({ input, signature }, key) =>
    signature.length === 64 &&
    verify('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }, signature),
  expires: ({ exp }, now) => isNumber(exp) && now < exp,
  livesShort: ({ exp, iat }) => Number(exp) - Number(iat) <= LIFETIME_SECONDS,
  isDated: ({ iat }) => isNumber(iat),
  hasBegun: ({ iat, nbf = 0 }, now) => Number(iat) <= now + 5 && Number(nbf) <= now + 5,
  isFromIssuer: ({ iss }) => iss === wanted.iss,
  isForUs: ({ aud }) => aud === wanted.aud,
  isAccessToken: ({ typ }) => typ === 'at+jwt',
  accountOf: ({ sub }) => (typeof sub === 'string' && sub !== '' ? sub : undefined),
  isActive: (account) => account !== inactive,
  isRevoked: ({ jti }, revoked) => revoked.has(jti),
  hasScope: ({ scope }) => typeof scope === 'string' && scope.split(' ').includes(wanted.scope),
  psuIp({ headersDistinct }) {
    const [value, ...others] = headersDistinct['psu-ip-address'] ?? [];
    return value === undefined || others.length > 0 ? undefined : normalized(value);
  },
  isPublic: (address) => !nobodys.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'),
  isBoundTo: ({ psu_ip: bound }, address) => bound === undefined || bound === address,
  refuse: (response, { status, error }) => refuse(response, status, `Bearer realm="test", error="${error}"`),
};

export function bearerIn(value: string): Presented {
  const credentials = /^bearer(?: +(.*))?$/i.exec(value);
  if (!credentials) return { kind: 'absent' };
  const token = credentials[1] ?? '';
  return token === '' || /[\s,]/.test(token) ? { kind: 'malformed' } : { kind: 'token', token };
}

export function refuse(response: ServerResponse, status: number, challenge: string, said = 'no'): void {
  response.writeHead(status, { 'WWW-Authenticate': challenge, 'Cache-Control': 'no-store' }).end(said);
}

/** One address in one spelling; IPv4-mapped IPv6 as IPv4. */
export function normalized(text: string): string | undefined {
  if (isIP(text) === 0 || text.includes('%')) return undefined;
  if (isIP(text) === 4) return text;
  const canonical = new URL(`http://[${text}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(canonical);
  if (!mapped) return canonical;
  const [high, low] = [Number.parseInt(mapped[1] ?? '', 16), Number.parseInt(mapped[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

const nobodys = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['192.168.0.0', 16],
] as const) {
  nobodys.addSubnet(network, prefix, 'ipv4');
}
nobodys.addSubnet('::', 127, 'ipv6');
nobodys.addSubnet('fe80::', 10, 'ipv6');

export function bearerServer(mistake: Partial<BearerSteps> = {}): RequestListener {
  const steps: BearerSteps = { ...rightSteps, ...mistake };
  const revoked = new Set<unknown>();

  async function read(token: string): Promise<Token | undefined> {
    const [header, claims, signature] = (steps.split(token) ?? []).map(steps.decode);
    const [head, body] = [header && steps.json(header), claims && steps.json(claims)];
    if (!head || !body || !signature) return undefined;
    return { header: head, claims: body, signature, input: token.split('.').slice(0, 2).join('.') };
  }

  async function judge(text: string, request: IncomingMessage): Promise<Refusal | Token> {
    const token = await read(text);
    if (!token) return invalid;
    const { header, claims } = token;
    const key = steps.mayUse(header) ? await steps.keyOf(header) : undefined;
    if (!key || !steps.holds(token, key)) return invalid;
    const now = Date.now() / 1000;
    const isInTime =
      steps.expires(claims, now) &&
      steps.isDated(claims) &&
      steps.livesShort(claims) &&
      steps.hasBegun(claims, now);
    if (!isInTime || steps.isRevoked(claims, revoked)) return invalid;
    const isMeant = steps.isFromIssuer(claims) && steps.isForUs(claims) && steps.isAccessToken(header);
    const account = steps.accountOf(claims);
    if (!isMeant || account === undefined) return invalid;
    if (!steps.isActive(account)) return { status: 403, error: 'inactive' };
    if (!steps.hasScope(claims)) return { status: 403, error: 'insufficient_scope' };
    const address = steps.psuIp(request);
    if (address === undefined || !steps.isPublic(address)) return { status: 400, error: 'invalid_request' };
    if (!steps.isBoundTo(claims, address)) return { status: 403, error: 'other address' };
    return token;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const presented = await steps.presented(request);
    if (presented.kind !== 'token') {
      const refusal =
        presented.kind === 'absent'
          ? { status: 401, error: 'none' }
          : { status: 400, error: 'invalid_request' };
      return steps.refuse(response, refusal, '');
    }
    const judged = await judge(presented.token, request);
    if ('error' in judged) return steps.refuse(response, judged, presented.token);
    if (request.url === '/logout') revoked.add(judged.claims.jti);
    return response.end('welcome');
  }

  return (request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  };
}

const invalid: Refusal = { status: 401, error: 'invalid_token' };
