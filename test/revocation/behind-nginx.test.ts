import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachmentOf, clientCertificate, revocationCheck } from '@countersign/client-certificate';
import { memoryDirectory } from '@countersign/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthority } from '../support/authority.ts';
import { freePort } from '../support/free-port.ts';
import { movableClock } from '../support/movable-clock.ts';
import { describeWithNginx, startNginx } from '../support/nginx.ts';
import {
  type OpensslAuthority,
  type OpensslCertificate,
  opensslAuthority,
} from '../support/openssl-authority.ts';
import type { RunningProgram } from '../support/running-program.ts';
import { answer } from '../support/tls-server.ts';

const MAX_AGE_SECONDS = 600;
/** Where the configuration of the example has nginx call from. */
const NGINX = '127.0.0.2';

const folder = mkdtempSync(join(tmpdir(), 'countersign-nginx-'));
const clock = movableClock(new Date().toISOString());
let authority: OpensslAuthority;
let client: OpensslCertificate;
let serverCa: string;
let app: Server;
let nginx: RunningProgram;
let nginxPort: number;

async function start(): Promise<void> {
  authority = await opensslAuthority();
  client = await authority.issue('client');
  await authority.respond(authority.ca);
  const verifier = clientCertificate({
    directory: memoryDirectory([{ id: 'partner', certificates: [attachmentOf(client.pem)] }]),
    trustAnchors: authority.ca.pem,
    clock,
    revocation: revocationCheck({ clock, maxAgeSeconds: MAX_AGE_SECONDS }),
    proxies: { trusted: [NGINX], form: 'nginx-escaped-pem' },
  });
  app = createServer((request, response) => answer(verifier, request, response));
  await once(app.listen(0, '127.0.0.1'), 'listening');

  const own = await createAuthority({ commonName: 'Server CA' });
  serverCa = own.root.pem;
  const server = await own.issueServer(['localhost']);
  writeFileSync(join(folder, 'server-chain.pem'), server.chainPem);
  writeFileSync(join(folder, 'server-key.pem'), server.keyPem);
  nginxPort = await freePort();
  nginx = await startNginx('examples/behind-nginx/nginx.conf.template', {
    CERTIFICATES: folder,
    FOLDER: folder,
    NGINX_PORT: String(nginxPort),
    APP_PORT: String((app.address() as AddressInfo).port),
  });
}

describeWithNginx('behind nginx', () => {
  beforeAll(start);
  afterAll(async () => {
    await nginx.stop();
    app.closeAllConnections();
    await once(app.close(), 'close');
    await authority.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a certificate that was revoked is refused on the connection that was kept alive', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async () => {
      const { chainPem: cert, keyPem: key } = client;
      const to = { host: '127.0.0.1', servername: 'localhost', port: nginxPort, ca: serverCa };
      const request = httpsRequest({ ...to, agent, cert, key }).end();
      const [response] = await once(request, 'response');
      const { account, reason } = JSON.parse(Buffer.concat(await response.toArray()).toString());
      return [request.reusedSocket, response.statusCode, account ?? reason];
    };
    expect(await ask()).toEqual([false, 200, 'partner']);
    await authority.revoke(client);
    await authority.respond(authority.ca);
    expect(await ask()).toEqual([true, 200, 'partner']);
    clock.advance({ seconds: MAX_AGE_SECONDS });
    expect(await ask()).toEqual([true, 401, 'certificate-revoked']);
    expect(await ask()).toEqual([true, 401, 'certificate-revoked']);
    agent.destroy();
  });
});
