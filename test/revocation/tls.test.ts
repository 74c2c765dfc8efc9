import { once } from 'node:events';
import { Agent, request as httpsRequest } from 'node:https';
import { attachmentOf, clientCertificate, revocationCheck } from '@countersign/client-certificate';
import { memoryDirectory, type Principal, type Verifier } from '@countersign/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAuthority, type IssuedCertificate } from '../support/authority.ts';
import { type MovableClock, movableClock } from '../support/movable-clock.ts';
import {
  type OpensslAuthority,
  type OpensslCertificate,
  opensslAuthority,
} from '../support/openssl-authority.ts';
import { requestOverTls, type TlsServer, tlsServer } from '../support/tls-server.ts';

// openssl issues, revokes and answers; the server is another authority's.
let authority: OpensslAuthority;
let client: OpensslCertificate;
let serverCa: string;
let server: IssuedCertificate;
let running: TlsServer;
let clock: MovableClock;
let count = 0;

beforeAll(async () => {
  authority = await opensslAuthority();
  const own = await createAuthority({ commonName: 'Test CA' });
  serverCa = own.root.pem;
  server = await own.issueServer(['localhost']);
});

beforeEach(async () => {
  client = await authority.issue(`client-${++count}`);
  await authority.respond(authority.ca);
  running = await tlsServer(server, verifierOf());
});

afterEach(() => running.close());
afterAll(() => authority.close());

const MAX_AGE_SECONDS = 600;

function verifierOf(status: 'active' | 'inactive' = 'active'): Verifier<Principal> {
  clock = movableClock(new Date().toISOString());
  return clientCertificate({
    directory: memoryDirectory([{ id: 'partner', status, certificates: [attachmentOf(client.pem)] }]),
    trustAnchors: authority.ca.pem,
    clock,
    revocation: revocationCheck({ clock, maxAgeSeconds: MAX_AGE_SECONDS }),
  });
}

const tls = () => ({ port: running.port, ca: serverCa });

async function revoke() {
  await authority.revoke(client);
  await authority.respond(authority.ca);
}

describe('a certificate that was revoked is refused at the next request after what is known of it has ended', () => {
  test('on a connection that is kept alive', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async () => {
      const { chainPem: cert, keyPem: key } = client;
      const request = httpsRequest({
        ...tls(),
        host: '127.0.0.1',
        servername: 'localhost',
        agent,
        cert,
        key,
      }).end();
      const [response] = await once(request, 'response');
      const { account, reason } = JSON.parse(Buffer.concat(await response.toArray()).toString());
      return [request.reusedSocket, account ?? reason];
    };
    expect(await ask()).toEqual([false, 'partner']);
    await revoke();
    expect(await ask()).toEqual([true, 'partner']);
    clock.advance({ seconds: MAX_AGE_SECONDS });
    expect(await ask()).toEqual([true, 'certificate-revoked']);
    expect(await ask()).toEqual([true, 'certificate-revoked']);
    agent.destroy();
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('on a session that is resumed (%s)', async (version) => {
    const { json, session } = await requestOverTls({ ...tls(), version, certificate: client });
    expect(json.account).toBe('partner');
    await revoke();
    clock.advance({ seconds: MAX_AGE_SECONDS });
    const resumed = await requestOverTls({ ...tls(), version, session });
    expect(resumed.reused).toBe(true);
    expect([resumed.status, resumed.json.reason]).toEqual([401, 'certificate-revoked']);
  });
});

test('no answer: 503, and when to try again', async () => {
  await authority.stop();
  const { status, headers, json } = await requestOverTls({ ...tls(), certificate: client });
  expect([status, headers['retry-after'], json.account]).toEqual([503, '5', undefined]);
  expect(JSON.stringify(json)).not.toContain(authority.ocspUrl);
});

test('a certificate that its authority does not know', async () => {
  authority.forget(client);
  await authority.respond(authority.ca);
  const { status, json } = await requestOverTls({ ...tls(), certificate: client });
  expect([status, json.reason]).toEqual([401, 'certificate-status-unknown']);
});

test('a certificate that is attached to nobody is not asked for', async () => {
  await authority.stop();
  const stranger = await authority.issue('stranger');
  const { status, json } = await requestOverTls({ ...tls(), certificate: stranger });
  expect([status, json.reason]).toEqual([401, 'certificate-not-attached']);
});

test('a revoked certificate tells nothing of the state of its account', async () => {
  running.verifier = verifierOf('inactive');
  await revoke();
  const { json } = await requestOverTls({ ...tls(), certificate: client });
  expect(json.reason).toBe('certificate-revoked');
});
