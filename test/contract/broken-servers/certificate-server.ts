import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { type ContractCertificates, type Holder, pairs } from '../contract-certificates.ts';

export const TWO_WAY = 'api.provider.example';
export const ONE_WAY = 'api2.provider.example';

/** A certificate that came, and what the TLS layer has against it. */
export interface Presented {
  readonly leaf: X509Certificate;
  readonly error: string | undefined;
}

/** What a qualified certificate says. */
export interface Qualified {
  readonly kind: 'website' | 'seal';
  readonly role: string;
}

/** The steps of a server that gets all of them right; a broken one replaces one. */
export interface CertificateSteps {
  readonly tls: ServerOptions;
  serves(
    names: { readonly host: string; readonly serverName: string },
    wanted: string,
    other: string,
  ): boolean;
  presented(request: IncomingMessage): Presented | undefined | Promise<Presented | undefined>;
  trusts(presented: Presented, request: IncomingMessage): boolean;
  isRevoked(leaf: X509Certificate): boolean;
  isAttached(leaf: X509Certificate, held: X509Certificate): boolean;
  /** Who holds it now. */
  find(leaf: X509Certificate, request: IncomingMessage): Holder | undefined;
  mayCome(holder: Holder): boolean;
  /** Which account the pair is one of; `undefined` where it is none. */
  paired(request: IncomingMessage, holder: Holder): string | undefined;
  areBound(holder: Holder, paired: string): boolean;
  mayRead(qualified: Qualified | undefined): boolean;
  refuse(response: ServerResponse, status: number, why: string): void;
}

/** What every one of these servers knows. */
export interface Known {
  readonly own: ContractCertificates;
  readonly identity: { readonly cert: string; readonly key: string };
}

export const partsOf = (leaf: X509Certificate) => ({
  serialNumber: leaf.serialNumber,
  commonName: leaf.toLegacyObject().subject.CN,
  issuer: leaf.issuer,
});

export function pairOf({ headers }: IncomingMessage): { id: string; secret: string } | undefined {
  const [, encoded] = /^Basic (.*)$/.exec(headers.authorization ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { id, secret };
}

export function fromTls({ socket }: IncomingMessage): Presented | undefined {
  const tls = socket as TLSSocket;
  const leaf = tls.getPeerX509Certificate();
  return leaf && { leaf, error: tls.authorized ? undefined : String(tls.authorizationError) };
}

/** @param wantsBasic whether a pair of the same account is wanted beside the certificate */
export function certificateServer(
  { own, identity }: Known,
  wantsBasic: boolean,
  mistaken: (right: CertificateSteps) => Partial<CertificateSteps>,
): Server {
  const { issued } = own;
  const { holders } = own;
  const qualified = new Map<string, Qualified>([
    [issued.qwac.certificate.fingerprint256, { kind: 'website', role: 'PSP_AI' }],
    [issued.qwacOtherRole.certificate.fingerprint256, { kind: 'website', role: 'PSP_PI' }],
    [issued.qseal.certificate.fingerprint256, { kind: 'seal', role: 'PSP_AI' }],
  ]);
  const detached = new Set<string>();

  const right: CertificateSteps = {
    tls: { requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' },
    serves: ({ host, serverName }, _wanted, other) => host !== other && serverName !== other,
    presented: fromTls,
    trusts: ({ error }) => error === undefined,
    isRevoked: ({ fingerprint256 }) => fingerprint256 === issued.revoked.certificate.fingerprint256,
    isAttached: (leaf, held) => JSON.stringify(partsOf(leaf)) === JSON.stringify(partsOf(held)),
    find: (leaf) =>
      holders.find(({ id, held }) => !detached.has(id) && held.some((one) => steps.isAttached(leaf, one))),
    mayCome: ({ active }) => active,
    paired(request) {
      const pair = pairOf(request);
      return holders.find(({ id, secret }) => id === pair?.id && secret === pair.secret)?.id;
    },
    areBound: ({ id }, paired) => id === paired,
    mayRead: (said) => said?.kind === 'website' && said.role === 'PSP_AI',
    refuse: (response, status, why) => void response.writeHead(status).end(why),
  };
  const steps: CertificateSteps = { ...right, ...mistaken(right) };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const { url = '' } = request;
    const refuse = (status: number, why: string) => steps.refuse(response, status, why);
    if (url === '/detach') return response.end(String(detached.add(pairs.closingAccount.id)));
    if (url === '/attach') return response.end(String(detached.delete(pairs.closingAccount.id)));
    const [wanted, other] = url === '/one-way' ? [ONE_WAY, TWO_WAY] : [TWO_WAY, ONE_WAY];
    const names = {
      host: request.headers.host ?? '',
      serverName: String((request.socket as TLSSocket).servername ?? ''),
    };
    if (!steps.serves(names, wanted, other)) return refuse(421, 'not here');
    if (url === '/one-way') return response.end('welcome');

    const presented = await steps.presented(request);
    if (!presented) return refuse(401, 'a client certificate is required');
    if (!steps.trusts(presented, request) || steps.isRevoked(presented.leaf)) return refuse(401, 'untrusted');
    const holder = steps.find(presented.leaf, request);
    if (!holder) return refuse(401, 'not attached');
    if (!steps.mayCome(holder)) return refuse(403, 'not active');
    if (url === '/psd2') {
      const mayRead = steps.mayRead(qualified.get(presented.leaf.fingerprint256));
      return mayRead ? response.end('welcome') : refuse(403, 'no role');
    }
    if (wantsBasic) {
      const paired = steps.paired(request, holder);
      if (paired === undefined) return refuse(401, 'wrong pair');
      if (!steps.areBound(holder, paired)) return refuse(403, 'conflict');
    }
    return response.end(`welcome ${holder.id}`);
  }

  return createServer({ ...identity, ca: [...own.trustAnchors], ...steps.tls }, (request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
}
