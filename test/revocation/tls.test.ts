import { once } from 'node:events';
import { connect, createSecureServer } from 'node:http2';
import { Agent, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
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
import { answer, requestOverTls, type TlsServer, tlsOptionsOf, tlsServer } from '../support/tls-server.ts';

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

  test('on a connection of HTTP/2', async () => {
    const http2 = createSecureServer(tlsOptionsOf(server), (request, response) => {
      // The compatibility API is what frameworks are given; its types do not say so.
      void answer(running.verifier, request as never, response as never);
    });
    await once(http2.listen(0, '127.0.0.1'), 'listening');
    const { port } = http2.address() as AddressInfo;
    const { chainPem: cert, keyPem: key } = client;
    const session = connect(`https://localhost:${port}`, { ca: serverCa, cert, key });
    const ask = async () => {
      const stream = session.request({ ':path': '/' });
      const [headers] = await once(stream, 'response');
      const { account, reason } = JSON.parse(Buffer.concat(await stream.toArray()).toString());
      return [headers[':status'], account ?? reason];
    };
    expect(await ask()).toEqual([200, 'partner']);
    await revoke();
    expect(await ask()).toEqual([200, 'partner']);
    clock.advance({ seconds: MAX_AGE_SECONDS });
    expect(await ask()).toEqual([401, 'certificate-revoked']);
    session.close();
    http2.close();
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

describe('a responder that is believed in nothing: 503', () => {
  const answered = async () => {
    const { status, headers, json } = await requestOverTls({ ...tls(), certificate: client });
    return [status, headers['retry-after'], json.account];
  };

  test('a client of the authority signs', async () => {
    await authority.respond(await authority.issue(`signer-${count}`));
    expect(await answered()).toEqual([503, '5', undefined]);
  });

  test('its answers ended', async () => {
    await authority.respond(authority.ca, ['-nmin', '1']);
    clock.advance({ seconds: 60 + 300 + 60 });
    expect(await answered()).toEqual([503, '5', undefined]);
  });
});

test('a delegate of the authority is believed', async () => {
  await authority.respond(await authority.issue(`delegate-${count}`, 'responder'));
  const { json } = await requestOverTls({ ...tls(), certificate: client });
  expect(json.account).toBe('partner');
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
  // The clock has stood still since before the certificate was made.
  clock.advance({ seconds: 10 });
  const { status, json } = await requestOverTls({ ...tls(), certificate: stranger });
  expect([status, json.reason]).toEqual([401, 'certificate-not-attached']);
});

test('a revoked certificate tells nothing of the state of its account', async () => {
  running.verifier = verifierOf('inactive');
  await revoke();
  const { json } = await requestOverTls({ ...tls(), certificate: client });
  expect(json.reason).toBe('certificate-revoked');
});
