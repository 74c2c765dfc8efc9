import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { type CurlLine, curlLines } from './curl-lines.ts';
import type { DemoCertificates, DemoCertificatesOptions, ServerCertificates } from './demo-certificates.ts';
import { sandboxApp } from './sandbox-app.ts';
import { demoAccounts, type SandboxAccounts } from './state/accounts.ts';
import { demoTrust } from './state/demo-trust.ts';
import {
  accountsOfMounted,
  checkedProviders,
  PROVIDERS,
  type ProviderName,
} from './state/mounted-providers.ts';
import type { LoggedRequest } from './state/request-log.ts';
import { OFFSET_LIMIT_SECONDS, type SandboxClock, sandboxClock } from './state/sandbox-clock.ts';
import { type SandboxSigning, sandboxState } from './state/sandbox-state.ts';

export interface SandboxOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string | undefined;
  /** Default 0: any free port. */
  readonly port?: number | undefined;
  /** Default 0: any free port. `false`: no TLS, and nothing is written to disk. */
  readonly tlsPort?: number | false | undefined;
  /** In place of the demo accounts. A group that is left out has none. */
  readonly accounts?: Partial<SandboxAccounts> | undefined;
  /** Where the demo authority is written. Default: a new temporary folder, removed by `close`. */
  readonly certificateFolder?: string | undefined;
  /** PEM of authorities that are trusted in clients, beside the demo authority. */
  readonly trustAnchors?: readonly string[] | undefined;
  /** The providers that are mounted; what another one would serve does not exist. Default: all. */
  readonly providers?: readonly ProviderName[] | undefined;
  /** How far the sandbox's clock is from the machine's, in seconds, at most fifty years. Default 0. */
  readonly clockOffsetSeconds?: number | undefined;
  /** Whether failures are counted, and too many answered with 429. Default false: a client is being written here. */
  readonly throttle?: boolean | undefined;
}

export interface Sandbox extends AsyncDisposable {
  /** Such as `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly tlsUrl: string | undefined;
  readonly accounts: SandboxAccounts;
  readonly certificates: DemoCertificates | undefined;
  /** For a token that the sandbox would not issue: one that has expired, say, or of an account that is inactive. */
  readonly signing: { readonly connectpay: SandboxSigning; readonly pledg: SandboxSigning };
  /** A request of each provider that is accepted. */
  readonly curlLines: readonly CurlLine[];
  readonly clock: SandboxClock;
  /** What arrived, newest first, without credentials. */
  requests(): LoggedRequest[];
  /** Ends every connection, requests that are under way included; leaves nothing open. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts the mock providers on one origin, over HTTP and over TLS. Any number of them may run in one process.
 * @throws TypeError for an option or an account that cannot work; Error when a port is taken. Nothing is left open.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', throttle = false, trustAnchors = [] } = options;
  const port = checkedPort('port', options.port ?? 0);
  const tlsPort = options.tlsPort === false ? undefined : checkedPort('tlsPort', options.tlsPort ?? 0);
  const providers = checkedProviders(options.providers ?? PROVIDERS);
  const wanted = accountsOfMounted(options.accounts ?? demoAccounts, providers);
  const clock = sandboxClock(checkedOffset(options.clockOffsetSeconds ?? 0));
  const ends: (() => Promise<unknown>)[] = [];
  let closed: Promise<void> | undefined;

  async function endAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const end of ends.toReversed()) await end().catch((failure) => failures.push(failure));
    if (failures.length > 0) throw new AggregateError(failures, 'the sandbox did not close cleanly');
  }

  function close(): Promise<void> {
    closed ??= endAll();
    return closed;
  }

  try {
    const certificates =
      tlsPort === undefined
        ? undefined
        : await certified({ host, folder: options.certificateFolder, accounts: wanted, clock });
    if (certificates) ends.push(certificates.close);
    const accounts = certificates?.accounts ?? wanted;
    const state = sandboxState(accounts, { throttle, clock });
    const trust = certificates && demoTrust(certificates, clock, trustAnchors);
    const app = sandboxApp(state, trust, providers);
    const server = createServer(app);
    const secureServer = certificates && tlsServer(certificates, app);
    const servers = [server, ...(secureServer ? [secureServer] : [])];
    ends.push(() => Promise.all(servers.map(stop)));

    const [httpPort, httpsPort] = await listening([
      listen(server, host, port),
      ...(secureServer ? [listen(secureServer, host, tlsPort ?? 0)] : []),
    ]);
    const url = `http://${authority(host)}:${httpPort}`;
    const tlsUrl = certificates && `https://${authority(host)}:${httpsPort}`;
    const tls = tlsUrl && certificates ? { url: tlsUrl, folder: certificates.folder } : undefined;
    Object.assign(state.servedAt, { url, tls });
    return {
      url,
      tlsUrl,
      accounts,
      certificates,
      signing: state.signing,
      curlLines: curlLines(accounts, url, tls),
      clock,
      requests: state.log.entries,
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
}

/** Who wants no TLS need not wait for what makes certificates to be loaded. */
async function certified(options: DemoCertificatesOptions): Promise<ServerCertificates> {
  const { demoCertificates } = await import('./demo-certificates.ts');
  return demoCertificates(options);
}

/** Requests a certificate and requires none: a client that has none, or a wrong one, is told so in an answer, not by a reset. */
function tlsServer({ serverChain, serverKey }: ServerCertificates, app: Express): Server {
  return createTlsServer(
    {
      cert: serverChain,
      key: serverKey,
      // Some releases of Node.js do not hand on the chain of a certificate that they verified themselves.
      ca: [],
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: 'TLSv1.2',
    },
    app,
  );
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** All of them, or the failure of the first: by then none is still about to listen. */
async function listening(ports: readonly Promise<number>[]): Promise<number[]> {
  await Promise.allSettled(ports);
  return Promise.all(ports);
}

async function stop(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/** What a client on this machine calls the host: to listen at every address is not to have one. */
function authority(host: string): string {
  const called = everyAddress.get(host) ?? host;
  return called.includes(':') ? `[${called}]` : called;
}

const everyAddress = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '::1'],
]);

function checkedPort(option: string, port: number): number {
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new TypeError(`${option} must be a whole number from 0 (any free port) to 65535`);
}

function checkedOffset(seconds: number): number {
  if (Math.abs(seconds) <= OFFSET_LIMIT_SECONDS) return seconds;
  throw new TypeError('clockOffsetSeconds must be a number of seconds, at most fifty years');
}
