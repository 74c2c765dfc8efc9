import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { type CurlLine, curlLines } from './curl-lines.ts';
import { type DemoCertificates, demoCertificates, type ServerCertificates } from './demo-certificates.ts';
import { sandboxApp } from './sandbox-app.ts';
import { demoAccounts, type SandboxAccounts } from './state/accounts.ts';
import { demoTrust } from './state/demo-trust.ts';
import type { LoggedRequest } from './state/request-log.ts';
import { type SandboxClock, sandboxClock } from './state/sandbox-clock.ts';
import { type SandboxSigning, sandboxState } from './state/sandbox-state.ts';

export interface SandboxOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string | undefined;
  /** Default 0: any free port. */
  readonly port?: number | undefined;
  /** Default 0: any free port. `false`: no TLS, and nothing is written to disk. */
  readonly tlsPort?: number | false | undefined;
  /** In place of the demo accounts. */
  readonly accounts?: SandboxAccounts | undefined;
  /** Where the demo authority is written. Default: a new temporary folder, removed by `close`. */
  readonly certificateFolder?: string | undefined;
  /** Whether failures are counted, and too many answered with 429. Default false: a client is being written here. */
  readonly throttle?: boolean | undefined;
}

export interface Sandbox {
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
  /** Ends every connection; leaves nothing open. */
  close(): Promise<void>;
}

/**
 * Starts every mock provider on one origin, over HTTP and over TLS.
 * @throws when a port is taken or an account cannot work.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', port = 0, tlsPort = 0, certificateFolder, throttle = false } = options;
  const wanted = options.accounts ?? demoAccounts;
  const clock = sandboxClock();
  const ends: (() => Promise<unknown>)[] = [];

  async function close(): Promise<void> {
    for (const end of ends.splice(0).reverse()) await end();
  }

  try {
    const certificates =
      tlsPort === false
        ? undefined
        : await demoCertificates({ host, folder: certificateFolder, accounts: wanted, clock });
    if (certificates) ends.push(certificates.close);
    const accounts = certificates?.accounts ?? wanted;
    const state = sandboxState(accounts, { throttle, clock });
    const app = sandboxApp(state, certificates && demoTrust(certificates, clock));
    const servers = [createServer(app), ...(certificates ? [tlsServer(certificates, app)] : [])];
    ends.push(() => Promise.all(servers.map(stop)));

    const [httpPort, httpsPort] = await Promise.all(
      servers.map((server, index) => listen(server, host, index === 0 ? port : Number(tlsPort))),
    );
    const url = `http://${authority(host)}:${httpPort}`;
    const tlsUrl = certificates && `https://${authority(host)}:${httpsPort}`;
    return {
      url,
      tlsUrl,
      accounts,
      certificates,
      signing: state.signing,
      curlLines: curlLines(
        accounts,
        url,
        tlsUrl && certificates ? { url: tlsUrl, folder: certificates.folder } : undefined,
      ),
      clock,
      requests: state.log.entries,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
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
