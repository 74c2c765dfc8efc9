import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { demoAccounts } from '@countersign/sandbox';
import { demoCertificates } from '../../packages/sandbox/src/demo-certificates.ts';
import { sandboxApp } from '../../packages/sandbox/src/sandbox-app.ts';
import type { SandboxDirectories } from '../../packages/sandbox/src/state/accounts.ts';
import { demoTrust } from '../../packages/sandbox/src/state/demo-trust.ts';
import { PROVIDERS } from '../../packages/sandbox/src/state/mounted-providers.ts';
import { sandboxClock } from '../../packages/sandbox/src/state/sandbox-clock.ts';
import { sandboxState } from '../../packages/sandbox/src/state/sandbox-state.ts';

/** A sandbox whose directories, or whose replay guard, are out of reach. */
export async function failingSandbox(part: 'directories' | 'replay guard') {
  const clock = sandboxClock();
  const certificates = await demoCertificates({
    host: '127.0.0.1',
    folder: undefined,
    accounts: demoAccounts,
    clock,
  });
  const state = sandboxState(certificates.accounts, { throttle: false, clock });
  const down = () => Promise.reject(new Error('connection refused'));
  const directories = Object.fromEntries(
    Object.entries(state.directories).map(([group, directory]) => [
      group,
      { ...directory, find: down, findBySerialNumber: down },
    ]),
  ) as unknown as SandboxDirectories;
  const app = sandboxApp(
    part === 'directories' ? { ...state, directories } : { ...state, replay: { claim: down } as never },
    demoTrust(certificates, clock, []),
    PROVIDERS,
  );
  const { serverChain: cert, serverKey: key } = certificates;
  const tls = { cert, key, ca: [], requestCert: true, rejectUnauthorized: false };
  const servers = [createServer(app), createTlsServer(tls, app)];
  const [port, tlsPort] = await Promise.all(servers.map(listen));
  const { connectpayTokens, pledgTokens } = state;
  const user = await connectpayTokens.issuer.issueToUser({ account: 'ConnectPay', userId: 'u1' });
  const client = await pledgTokens.issuer.issue({ account: 'your_key' });
  return {
    url: `http://127.0.0.1:${port}`,
    tlsUrl: `https://127.0.0.1:${tlsPort}`,
    certificates,
    tokens: { user: user.accessToken, client: client.accessToken },
    async close() {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
      await certificates.close();
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
