import { join } from 'node:path';
import type { Account } from '@countersign/core';
import { SOAP_LINE_MESSAGE } from '../../soap/line-message.ts';
import { escapedXml } from '../../soap/xml-value.ts';
import { plainSecretOf } from '../../state/plain-secret.ts';
import type { LoggedRequest } from '../../state/request-log.ts';
import type { SandboxState } from '../../state/sandbox-state.ts';
import { credentialFor, PSU_IP_ADDRESS } from './credential-for.ts';
import type { DocumentedRoute, RouteBody, RouteCredential } from './documented-routes.ts';
import { type FoundRoute, findRoute } from './find-route.ts';
import type { CertificateFiles, ExampleBody, PassingRequest } from './passing-request.ts';

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
  const unsigned = {
    method: route.method,
    url: `${files ? state.servedAt.tls?.url : state.servedAt.url}${path}`,
    headers: route.credential === 'user-token' ? { 'PSU-IP-Address': PSU_IP_ADDRESS } : {},
    ...(route.body && { body: bodyOf(route.body, account) }),
    ...(files && { certificate: files }),
  };
  const credential = await credentialFor(route, account, unsigned, state, secrets);
  return { request: { ...unsigned, credential }, notes: notesOf(entry, found, account, state) };
}

function bodyOf(body: RouteBody, { id }: Account): ExampleBody {
  if (body.type !== 'soap-message') return body;
  const [start = '', afterLogin = '', afterNonce = '', afterSeed = '', end = ''] =
    SOAP_LINE_MESSAGE.split('%s');
  return { type: 'soap', parts: [start + escapedXml(id) + afterLogin, afterNonce, afterSeed, end] };
}

/** How many of the accounts, from the first, have a demo key for what proves them: nobody else's is known here. */
const DEMO_KEY_HOLDERS = new Map<RouteCredential, number>([
  ['mutual-tls', 2],
  ['qwac', 1],
  ['rsa-signature', 1],
]);

function accountFor(
  { group, credential }: DocumentedRoute,
  id: string | undefined,
  { directories }: SandboxState,
): Account | undefined {
  const able = [...directories[group].accounts()].slice(0, DEMO_KEY_HOLDERS.get(credential));
  return able.find((account) => account.id === id) ?? able[0];
}

/**
 * The demo certificate for a route that wants one: of the first and the second DevApp, and the QWAC. The demo key for
 * signatures is in their folder too: without TLS there is `none`.
 */
function certificateOf(
  { credential }: DocumentedRoute,
  account: Account,
  { servedAt, directories }: SandboxState,
): CertificateFiles | 'none' | undefined {
  if (credential === 'rsa-signature') return servedAt.tls ? undefined : 'none';
  if (credential !== 'mutual-tls' && credential !== 'qwac') return undefined;
  const position = [...directories.connectpay.accounts()].findIndex(({ id }) => id === account.id);
  const name = credential === 'qwac' ? 'qwac' : ['client', 'other'][position];
  if (!servedAt.tls || name === undefined) return 'none';
  const file = (kind: string) => join(servedAt.tls?.folder ?? '', kind);
  return { ca: file('ca.pem'), chain: file(`${name}-chain.pem`), key: file(`${name}-key.pem`) };
}

function notesOf(
  entry: Pick<LoggedRequest, 'account' | 'reason'>,
  found: FoundRoute,
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
  if (entry.reason === 'role-missing') notes.push('No demo certificate has the role that was wanted.');
  if (DEMO_KEY_HOLDERS.has(route.credential) && entry.account !== undefined && entry.account !== account.id) {
    notes.push(`No private key of ${entry.account} is known here: this is the request of ${account.id}.`);
  }
  const { status = 'active' } = account;
  if (status !== 'active') notes.push(`${account.id} is ${status}: set it to active first.`);
  if (account.addresses)
    notes.push(`${account.id} may only call from ${account.addresses.join(', ') || 'nowhere'}.`);
  if (plainSecretOf(account, clock()) === undefined && route.credential !== 'qwac') {
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
