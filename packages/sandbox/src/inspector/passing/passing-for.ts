import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Account, isLive, looksHashed, storedValue } from '@countersign/core';
import { SOAP_LINE_MESSAGE } from '../../soap/line-message.ts';
import { escapedXml } from '../../soap/xml-value.ts';
import type { LoggedRequest } from '../../state/request-log.ts';
import type { SandboxState } from '../../state/sandbox-state.ts';
import { type DocumentedRoute, findRoute, type RouteBody } from './documented-routes.ts';
import { MASK } from './mask.ts';
import type {
  CertificateFiles,
  Credential,
  ExampleBody,
  Pair,
  PassingRequest,
  UsernameTokenCredential,
} from './passing-request.ts';

/** A user of the documented example, and the address that the provider's own page shows. */
const USER_ID = 'user-1';
const PSU_IP_ADDRESS = '111.111.11.111';

export interface Passing {
  readonly request: PassingRequest;
  /** For people: what else has to be right for it to pass. */
  readonly notes: readonly string[];
}

/**
 * The request that would have passed in place of one that arrived: the same route where it is documented, the same
 * account where it exists, else the first. Signed at this moment, by the sandbox's clock.
 *
 * @param secrets whether they are in it; masked otherwise, and nothing is issued
 * @returns undefined where the provider has no such request: the mirror, or a sandbox without accounts
 */
export async function passingFor(
  entry: Pick<LoggedRequest, 'provider' | 'method' | 'path' | 'account' | 'reason'>,
  state: SandboxState,
  secrets: 'masked' | 'shown',
): Promise<Passing | undefined> {
  const found = findRoute(entry.provider, entry.method, entry.path);
  const account = found && accountFor(found.route, entry.account, state);
  if (!found || !account) return undefined;
  const { route, path } = found;
  const files = certificateOf(route, account, state);
  if (files === 'none') return undefined;
  const pair = { id: account.id, secret: secrets === 'shown' ? plainSecret(account, state.clock()) : MASK };
  const request: PassingRequest = {
    method: route.method,
    url: `${files ? state.servedAt.tls?.url : state.servedAt.url}${path}`,
    headers: route.credential === 'user-token' ? { 'PSU-IP-Address': PSU_IP_ADDRESS } : {},
    credential: await credentialOf(route, account, pair, state, secrets),
    ...(route.body && { body: bodyOf(route.body, account) }),
    ...(files && { certificate: files }),
  };
  return { request, notes: notesOf(entry, found, account, state) };
}

function bodyOf(body: RouteBody, { id }: Account): ExampleBody {
  if (body.type !== 'soap-message') return body;
  const [start = '', afterLogin = '', afterNonce = '', afterSeed = '', end = ''] =
    SOAP_LINE_MESSAGE.split('%s');
  return { type: 'soap', parts: [start + escapedXml(id) + afterLogin, afterNonce, afterSeed, end] };
}

function accountFor(
  { group }: DocumentedRoute,
  id: string | undefined,
  { directories }: SandboxState,
): Account | undefined {
  const named = id === undefined ? undefined : directories[group].find(id);
  return named ?? [...directories[group].accounts()][0];
}

/** A secret that is stored as it is sent. A hash says nothing of it: its owner has to fill it in. */
function plainSecret({ secrets = [] }: Account, now: number): string {
  const plain = secrets.find((secret) => isLive(secret, now) && !looksHashed(storedValue(secret)));
  return plain === undefined ? 'YOUR-SECRET' : storedValue(plain);
}

async function credentialOf(
  route: DocumentedRoute,
  account: Account,
  pair: Pair,
  state: SandboxState,
  secrets: 'masked' | 'shown',
): Promise<Credential> {
  switch (route.credential) {
    case 'basic':
    case 'mutual-tls':
      return { kind: 'basic', header: 'Authorization', ...pair };
    case 'api-key':
      return { kind: 'basic', header: 'x-connectpay-api-key', ...pair };
    case 'qwac':
      return { kind: 'certificate-alone' };
    case 'username-token':
      return usernameToken(account, pair, state, secrets);
    case 'pledg-token':
      return {
        kind: 'bearer',
        tokenField: 'access_token',
        token:
          secrets === 'shown'
            ? (await state.pledgTokens.issuer.issue({ account: pair.id })).accessToken
            : MASK,
        tokenRequest: {
          method: 'POST',
          url: `${state.servedAt.url}/api/token`,
          headers: {},
          credential: { kind: 'basic', header: 'Authorization', ...pair },
          body: { type: 'form', text: 'grant_type=client_credentials' },
        },
      };
    case 'user-token': {
      const user = { account: pair.id, userId: USER_ID, psuIpAddress: PSU_IP_ADDRESS };
      const { issuer } = state.connectpayTokens;
      return {
        kind: 'bearer',
        tokenField: 'accessToken',
        token: secrets === 'shown' ? (await issuer.issueToUser(user)).accessToken : MASK,
        tokenRequest: {
          method: 'POST',
          url: `${state.servedAt.url}/baas-sca/user-management/partner/tokens`,
          headers: {},
          credential: { kind: 'basic', header: 'x-connectpay-api-key', ...pair },
          body: { type: 'json', value: { userId: USER_ID, psuIp: PSU_IP_ADDRESS } },
        },
      };
    }
  }
}

function usernameToken(
  { digests = ['sha256'] }: Account,
  pair: Pair,
  { clock }: SandboxState,
  secrets: 'masked' | 'shown',
): UsernameTokenCredential {
  const digest = digests.includes('sha256') ? 'sha256' : 'sha1';
  const nonce = randomBytes(16);
  const seed = new Date(clock()).toISOString();
  const tranKey = createHash(digest).update(nonce).update(seed).update(pair.secret).digest('base64');
  const signed =
    secrets === 'shown'
      ? { tranKey, nonce: nonce.toString('base64'), seed }
      : { tranKey: MASK, nonce: MASK, seed };
  return { kind: 'username-token', ...pair, digest, signed };
}

/** The demo certificate for a route that wants one: of the first and the second DevApp, and the QWAC. */
function certificateOf(
  { credential }: DocumentedRoute,
  account: Account,
  { servedAt, directories }: SandboxState,
): CertificateFiles | 'none' | undefined {
  if (credential !== 'mutual-tls' && credential !== 'qwac') return undefined;
  const position = [...directories.connectpay.accounts()].findIndex(({ id }) => id === account.id);
  const name = credential === 'qwac' ? 'qwac' : ['client', 'other'][position];
  if (!servedAt.tls || name === undefined) return 'none';
  const file = (kind: string) => join(servedAt.tls?.folder ?? '', kind);
  return { ca: file('ca.pem'), chain: file(`${name}-chain.pem`), key: file(`${name}-key.pem`) };
}

function notesOf(
  entry: Pick<LoggedRequest, 'reason'>,
  found: { route: DocumentedRoute; path: string; exact: boolean },
  account: Account,
  { clock }: SandboxState,
): string[] {
  const { route, path, exact } = found;
  const notes: string[] = [];
  if (!exact)
    notes.push(`${route.method} ${path} is a documented route in place of the one that was called.`);
  if (entry.reason === 'account-unknown') {
    notes.push(`There is no account of the name that was sent: this is the request of ${account.id}.`);
  }
  const { status = 'active' } = account;
  if (status !== 'active') notes.push(`${account.id} is ${status}: set it to active first.`);
  if (account.addresses)
    notes.push(`${account.id} may only call from ${account.addresses.join(', ') || 'nowhere'}.`);
  if (plainSecret(account, clock()) === 'YOUR-SECRET' && route.credential !== 'qwac') {
    notes.push(`Only a hash of the secret of ${account.id} is known here: put the secret in yourself.`);
  }
  const { offsetSeconds } = clock;
  if (Math.abs(offsetSeconds) > 0 && route.credential === 'username-token') {
    notes.push(
      `The sandbox's clock is off by ${offsetSeconds} s: the curl line goes by it, a program by its own.`,
    );
  }
  if (/:(?:id|requestId)/.test(route.path)) notes.push('What it names has to exist: make one first.');
  return notes;
}
