import { once } from 'node:events';
import { connect, createSecureServer } from 'node:http2';
import { Agent, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { basic } from '@countersign/basic';
import {
  attachmentOf,
  type ClientCertificateOptions,
  clientCertificate,
} from '@countersign/client-certificate';
import { allOf, type MemoryDirectory, memoryDirectory } from '@countersign/core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  type Authority,
  authorityExtensions,
  CN,
  createAuthority,
  type IssuedCertificate,
  issueCertificate,
  leafExtensions,
  nameOf,
  reissued,
  x509,
} from './support/authority.ts';
import { type MovableClock, movableClock } from './support/movable-clock.ts';
import {
  answer,
  requestOverTls,
  type TlsRequest,
  type TlsServer,
  tlsOptionsOf,
  tlsServer,
} from './support/tls-server.ts';

// The client's TLS looks at the server's certificate by the real time; the verifier goes by its own clock.
const started = new Date().toISOString();
const DAY_MS = 86_400_000;

let authority: Authority;
let server: IssuedCertificate;
let good: IssuedCertificate;
let clock: MovableClock;
let directory: MemoryDirectory;
let running: TlsServer;

beforeAll(async () => {
  authority = await createAuthority({ commonName: 'Test CA' });
  server = await authority.issueServer(['localhost']);
  good = await authority.issueClient({ commonName: 'api.partner.example', serialNumber: '0a1b2c3d' });
  running = await tlsServer(server, verifierOf());
});

afterAll(() => running.close());

function verifierOf(options: Partial<ClientCertificateOptions> = {}) {
  clock = movableClock(started);
  directory = memoryDirectory([{ id: 'partner', certificates: [attachmentOf(good.pem)] }]);
  return clientCertificate({ directory, trustAnchors: authority.root.pem, clock, ...options });
}

const attach = (...certificates: IssuedCertificate[]) =>
  directory.set({ id: 'partner', certificates: certificates.map(({ pem }) => attachmentOf(pem)) });

const send = (certificate?: TlsRequest['certificate'], more: Partial<TlsRequest> = {}) =>
  requestOverTls({ port: running.port, ca: authority.root.pem, certificate, ...more });

const outcomeOf = async (certificate?: TlsRequest['certificate'], more: Partial<TlsRequest> = {}) => {
  const { status, json } = await send(certificate, more);
  return status === 200 ? json.account : `${status} ${json.reason}`;
};

describe('a request over TLS', () => {
  beforeAll(() => {
    running.verifier = verifierOf();
  });
  afterEach(() => attach(good));

  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'with an attached certificate is accepted (%s)',
    async (version) => {
      const { status, json } = await send(good, { version });
      expect(status).toBe(200);
      expect(json).toMatchObject({
        account: 'partner',
        serialNumber: 'a1b2c3d',
        commonName: 'api.partner.example',
      });
    },
  );

  test('without a certificate is told what is wanted', async () => {
    const { status, headers } = await send();
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toBe('ClientCertificate realm="API"');
  });

  test('with a self-signed certificate of the same names', async () => {
    const { serialNumber } = attachmentOf(good.pem);
    const selfSigned = await issueCertificate({
      subject: good.subject,
      serialNumber,
      extensions: leafExtensions([x509.ExtendedKeyUsage.clientAuth]),
      notBefore: clock() - DAY_MS,
      notAfter: clock() + DAY_MS,
    });
    attach(selfSigned);
    expect(await outcomeOf(selfSigned)).toBe('401 certificate-untrusted');
  });

  test('with the same serial number and names from an authority that calls itself the same', async () => {
    const impostor = await createAuthority({ commonName: 'Test CA' });
    const forged = await impostor.issueClient({
      commonName: 'api.partner.example',
      serialNumber: '0a1b2c3d',
    });
    expect(attachmentOf(forged.pem)).toEqual(attachmentOf(good.pem));
    expect(await outcomeOf(forged)).toBe('401 certificate-untrusted');
    const unsigned = reissued(good, impostor.intermediate, () => {});
    const withChain = { chainPem: unsigned.pem + authority.intermediate.chainPem, keyPem: good.keyPem };
    expect(await outcomeOf(withChain)).toBe('401 certificate-untrusted');
    const mixed = { chainPem: forged.pem + authority.intermediate.chainPem, keyPem: forged.keyPem };
    expect(await outcomeOf(mixed)).toBe('401 certificate-untrusted');
  });

  test('with two common names, one of them attached', async () => {
    const two = reissued(good, authority.intermediate, (tbs) => {
      tbs.subject = nameOf(
        [[CN, { utf8String: 'evil.example' }]],
        [[CN, { utf8String: 'api.partner.example' }]],
      );
    });
    expect(await outcomeOf(two)).toBe('401 certificate-malformed');
  });

  test.each(['api.partner.example\0.evil.example', 'api.partner.example, O=Bank', 'Api.partner.example'])(
    'with the common name %j',
    async (commonName) => {
      const twin = await authority.issueClient({ commonName, serialNumber: '0a1b2c3d' });
      expect(await outcomeOf(twin)).toBe('401 certificate-not-attached');
      attach(twin);
      expect(await outcomeOf(twin)).toBe('partner');
    },
  );

  test('with another certificate of the same authority', async () => {
    const other = await authority.issueClient({ commonName: 'api.partner.example' });
    expect(await outcomeOf(other)).toBe('401 certificate-not-attached');
  });

  test.each([
    { what: 'that is not an authority', ca: leafExtensions([x509.ExtendedKeyUsage.clientAuth]) },
    { what: 'below an authority that allows none', ca: authorityExtensions() },
  ])('with an issuer $what', async ({ ca }) => {
    const dates = { notBefore: clock() - DAY_MS, notAfter: clock() + DAY_MS };
    // The authority's intermediate has a path length of 0.
    const issuer = await issueCertificate({
      subject: [['CN', 'in between']],
      issuer: authority.intermediate,
      extensions: ca,
      ...dates,
    });
    const leaf = await issueCertificate({
      subject: good.subject,
      issuer,
      extensions: leafExtensions([x509.ExtendedKeyUsage.clientAuth]),
      ...dates,
    });
    attach(leaf);
    expect(await outcomeOf(leaf)).toBe('401 certificate-untrusted');
  });

  test('with a certificate for servers', async () => {
    const serverOnly = await authority.issueClient({
      commonName: 'x',
      usages: [x509.ExtendedKeyUsage.serverAuth],
    });
    attach(serverOnly);
    expect(await outcomeOf(serverOnly)).toBe('401 certificate-untrusted');
  });

  test.each([
    { from: -DAY_MS, to: DAY_MS, outcome: 'partner' },
    { from: -DAY_MS, to: -1000, outcome: '401 certificate-expired' },
    { from: 2000, to: DAY_MS, outcome: '401 certificate-not-yet-valid' },
  ])('with a certificate from $from to $to ms of now: $outcome', async ({ from, to, outcome }) => {
    const issued = await authority.issueClient({
      commonName: 'x',
      notBefore: clock() + from,
      notAfter: clock() + to,
    });
    attach(issued);
    expect(await outcomeOf(issued)).toBe(outcome);
  });

  test('of an account that is not active', async () => {
    directory.set({ id: 'partner', status: 'inactive', certificates: [attachmentOf(good.pem)] });
    expect(await outcomeOf(good)).toBe('403 account-inactive');
  });
});

describe('the chain', () => {
  const alone = () => ({ chainPem: good.pem, keyPem: good.keyPem });

  test('is to be sent, unless the intermediates are configured', async () => {
    running.verifier = verifierOf();
    expect(await outcomeOf(alone())).toBe('401 certificate-untrusted');
    running.verifier = verifierOf({ intermediates: authority.intermediate.pem });
    expect(await outcomeOf(alone())).toBe('partner');
  });

  test('need not survive a server that verified it itself, where the intermediates are configured', async () => {
    const verifier = verifierOf({ intermediates: authority.intermediate.pem });
    const verifying = await tlsServer(server, verifier, { ca: authority.root.pem });
    const { json } = await send(good, { port: verifying.port });
    expect(json.account).toBe('partner');
    await verifying.close();
  });

  test('is verified here, whatever Node says of it', async () => {
    const other = await createAuthority({ commonName: 'Other CA' });
    const foreign = await other.issueClient({ commonName: 'x' });
    const trusting = await tlsServer(server, verifierOf(), { ca: other.root.pem });
    attach(foreign);
    const { json } = await send(foreign, { port: trusting.port });
    expect(json.reason).toBe('certificate-untrusted');
    await trusting.close();
  });
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('a resumed session (%s)', (version) => {
  async function resumable() {
    running.verifier = verifierOf();
    const { json, session } = await send(good, { version });
    expect(json.account).toBe('partner');
    return async () => {
      // No certificate the second time: the session stands for it.
      const { reused, status, json } = await send(undefined, { version, session });
      expect(reused).toBe(true);
      return status === 200 ? json.account : json.reason;
    };
  }

  test('is accepted, though it brings the certificate without its chain', async () => {
    const resume = await resumable();
    expect(await resume()).toBe('partner');
  });

  test('is refused once the certificate has expired', async () => {
    const resume = await resumable();
    clock.advance({ seconds: 91 * 86_400 });
    expect(await resume()).toBe('certificate-expired');
  });

  test('is refused once the certificate is not attached any more', async () => {
    const resume = await resumable();
    attach();
    expect(await resume()).toBe('certificate-not-attached');
  });

  test('is refused once the account is not active', async () => {
    const resume = await resumable();
    directory.set({ id: 'partner', status: 'inactive', certificates: [attachmentOf(good.pem)] });
    expect(await resume()).toBe('account-inactive');
  });

  test('in a process that has not seen the chain needs the intermediates configured', async () => {
    const resume = await resumable();
    running.verifier = verifierOf();
    expect(await resume()).toBe('certificate-untrusted');
    running.verifier = verifierOf({ intermediates: authority.intermediate.pem });
    expect(await resume()).toBe('partner');
  });
});

describe('many requests on one connection', () => {
  test('each is checked: HTTP/1.1, kept alive', async () => {
    running.verifier = verifierOf();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const { port } = running;
    const tls = { ca: authority.root.pem, cert: good.chainPem, key: good.keyPem, servername: 'localhost' };
    const ask = async () => {
      const request = httpsRequest({ host: '127.0.0.1', port, agent, ...tls }).end();
      const [response] = await once(request, 'response');
      await response.toArray();
      return [response.statusCode, request.reusedSocket];
    };
    expect(await ask()).toEqual([200, false]);
    expect(await ask()).toEqual([200, true]);
    attach();
    expect(await ask()).toEqual([401, true]);
    agent.destroy();
  });

  test('each has the chain, for whatever verifier: HTTP/2', async () => {
    const verifiers = [verifierOf(), verifierOf(), verifierOf()];
    const http2 = createSecureServer(tlsOptionsOf(server), (request, response) => {
      const verifier = verifiers.shift() ?? verifierOf();
      // The compatibility API is what frameworks are given; its types do not say so.
      void answer(verifier, request as never, response as never);
    });
    http2.listen(0, '127.0.0.1');
    await once(http2, 'listening');
    const { port } = http2.address() as AddressInfo;
    const client = connect(`https://localhost:${port}`, {
      ca: authority.root.pem,
      cert: good.chainPem,
      key: good.keyPem,
    });
    for (let i = 0; i < 3; i++) {
      const [headers] = await once(client.request({ ':path': '/' }).resume(), 'response');
      expect(headers[':status']).toBe(200);
    }
    client.close();
    http2.close();
  });
});

describe('a certificate and Basic together', () => {
  let other: IssuedCertificate;
  beforeAll(async () => {
    other = await authority.issueClient({ commonName: 'other.example' });
    const both = memoryDirectory([
      { id: 'partner', secrets: ['right'], certificates: [attachmentOf(good.pem)] },
      { id: 'other', secrets: ['secret'], certificates: [attachmentOf(other.pem)] },
    ]);
    running.verifier = allOf(
      clientCertificate({ directory: both, trustAnchors: authority.root.pem }),
      basic({ directory: both, realm: 'Test' }),
    );
  });

  const pair = (id: string, secret: string) => ({
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
  });

  test('of one account are accepted', async () => {
    expect(await outcomeOf(good, pair('partner', 'right'))).toBe('partner');
    expect(await outcomeOf(other, pair('other', 'secret'))).toBe('other');
  });

  test('of two accounts are an identity conflict', async () => {
    expect(await outcomeOf(good, pair('other', 'secret'))).toBe('403 identity-conflict');
    expect(await outcomeOf(other, pair('partner', 'right'))).toBe('403 identity-conflict');
  });

  test('are both needed', async () => {
    expect((await send(good)).status).toBe(401);
    expect((await send(undefined, pair('partner', 'right'))).status).toBe(401);
    expect((await send(good, pair('partner', 'wrong'))).status).toBe(401);
  });
});
