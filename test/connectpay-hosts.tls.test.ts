import { once } from 'node:events';
import { connect, createSecureServer } from 'node:http2';
import { Agent, createServer, request as httpsRequest, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { attachmentOf } from '@countersign/client-certificate';
import { memoryDirectory } from '@countersign/core';
import { guard } from '@countersign/express';
import { connectpay } from '@countersign/providers';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Authority, createAuthority, type IssuedCertificate } from './support/authority.ts';
import { basicOf } from './support/call.ts';
import { answer, tlsOptionsOf } from './support/tls-server.ts';

const ONE_WAY = 'api2.connectpay.example';
const TWO_WAY = 'api.connectpay.example';

let authority: Authority;
let own: IssuedCertificate;
let client: IssuedCertificate;
let server: Server;
let port: number;
const pair = basicOf('App', 's');

const directoryOf = () =>
  memoryDirectory([{ id: 'App', secrets: ['s'], certificates: [attachmentOf(client.pem)] }]);
const hosts = connectpay.hosts({ oneWay: [ONE_WAY], twoWay: [TWO_WAY] });
const mutualTls = () =>
  hosts.twoWay(connectpay.mutualTls({ directory: directoryOf(), trustAnchors: authority.root.pem }));

beforeAll(async () => {
  authority = await createAuthority({ commonName: 'Test CA' });
  own = await authority.issueServer([ONE_WAY, TWO_WAY]);
  client = await authority.issueClient({ commonName: 'app.example' });
  // Both names lead to one server: what keeps them apart is the guard of each route.
  const app = express();
  const served = (_request: unknown, response: express.Response) => void response.json('served');
  app.get('/accounts', guard(mutualTls()), served);
  app.get('/webhooks', guard(hosts.oneWay(connectpay.basic({ directory: directoryOf() }))), served);
  server = createServer({ ...tlsOptionsOf(own), ca: [] }, app);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  port = (server.address() as AddressInfo).port;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

interface Sent {
  readonly path?: string;
  /** The name of the TLS handshake. Empty: none. */
  readonly servername?: string;
  readonly host?: string;
  readonly agent?: Agent;
  readonly session?: Buffer | undefined;
}

async function send({ path = '/accounts', servername = TWO_WAY, host = TWO_WAY, agent, session }: Sent) {
  const request = httpsRequest({
    host: '127.0.0.1',
    port,
    path,
    servername,
    ca: authority.root.pem,
    cert: client.chainPem,
    key: client.keyPem,
    headers: { host, authorization: pair },
    agent: agent ?? false,
    // Where no name was asked for, there is none to check the server's certificate for.
    checkServerIdentity: () => undefined,
    ...(session && { session }),
  });
  let given: Buffer | undefined;
  request.on('socket', (socket) => socket.once('session', (one: Buffer) => (given = one)));
  request.end();
  const [response] = await once(request, 'response');
  const reused = (response.socket as TLSSocket).isSessionReused();
  const body = JSON.parse(Buffer.concat(await response.toArray()).toString());
  return { answer: `${response.statusCode} ${body.reason ?? body}`, reused, session: given };
}

const SERVED = '200 served';
const MISDIRECTED = '421 host-not-allowed';

describe('a request over TLS', () => {
  test.each([
    { path: '/accounts', servername: TWO_WAY, host: TWO_WAY, answer: SERVED },
    { path: '/accounts', servername: TWO_WAY, host: `${TWO_WAY}:4443`, answer: SERVED },
    { path: '/accounts', servername: ONE_WAY, host: ONE_WAY, answer: MISDIRECTED },
    { path: '/accounts', servername: ONE_WAY, host: TWO_WAY, answer: MISDIRECTED },
    { path: '/accounts', servername: TWO_WAY, host: ONE_WAY, answer: MISDIRECTED },
    { path: '/accounts', servername: '', host: TWO_WAY, answer: MISDIRECTED },
    { path: '/accounts', servername: TWO_WAY, host: '127.0.0.1', answer: MISDIRECTED },
    { path: '/webhooks', servername: ONE_WAY, host: ONE_WAY, answer: SERVED },
    { path: '/webhooks', servername: TWO_WAY, host: TWO_WAY, answer: MISDIRECTED },
    { path: '/webhooks', servername: TWO_WAY, host: ONE_WAY, answer: MISDIRECTED },
    { path: '/webhooks', servername: ONE_WAY, host: TWO_WAY, answer: MISDIRECTED },
    { path: '/webhooks', servername: '', host: ONE_WAY, answer: MISDIRECTED },
    {
      path: `https://${ONE_WAY}/accounts`,
      servername: TWO_WAY,
      host: TWO_WAY,
      answer: MISDIRECTED,
    },
  ])('$path, handshake with "$servername", Host $host: $answer', async ({ answer, ...sent }) => {
    expect((await send(sent)).answer).toBe(answer);
  });

  test('each on a connection that is kept alive', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const answers: string[] = [];
    for (const host of [TWO_WAY, ONE_WAY, TWO_WAY]) answers.push((await send({ host, agent })).answer);
    expect(answers).toEqual([SERVED, MISDIRECTED, SERVED]);
    agent.destroy();
  });

  test('on a session that is resumed under the other name', async () => {
    const { session, answer } = await send({});
    expect(answer).toBe(SERVED);
    const again = await send({ session });
    expect(again).toMatchObject({ answer: SERVED, reused: true });
    expect((await send({ session, servername: ONE_WAY })).answer).toBe(MISDIRECTED);
    expect((await send({ session, servername: ONE_WAY, host: ONE_WAY })).answer).toBe(MISDIRECTED);
  });
});

test('over HTTP/2, where one connection may be used for both names', async () => {
  const verifier = mutualTls();
  const http2 = createSecureServer({ ...tlsOptionsOf(own), ca: [] }, (request, response) => {
    // The compatibility API is what frameworks are given; its types do not say so.
    void answer(verifier, request as never, response as never);
  });
  await once(http2.listen(0, '127.0.0.1'), 'listening');
  const session = connect(`https://127.0.0.1:${(http2.address() as AddressInfo).port}`, {
    ca: authority.root.pem,
    cert: client.chainPem,
    key: client.keyPem,
    servername: TWO_WAY,
  });
  const statusOf = async (headers: Record<string, string>) => {
    const stream = session.request({ ':path': '/', authorization: pair, ...headers });
    const [answered] = await once(stream.resume(), 'response');
    return answered[':status'];
  };
  expect(await statusOf({ ':authority': TWO_WAY })).toBe(200);
  expect(await statusOf({ ':authority': ONE_WAY })).toBe(421);
  expect(await statusOf({ ':authority': TWO_WAY, host: ONE_WAY })).toBe(421);
  session.close();
  http2.close();
});
