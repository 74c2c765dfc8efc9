import { createServer } from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { firstRequestTo, inboundOf, sendLines } from '../../../../test/support/first-request.ts';
import { fromNode } from './from-node.ts';
import type { InboundRequest } from './inbound-request.ts';
import type { NodeRequest } from './node-request.ts';
import { trustedProxies } from './trusted-proxies.ts';

const GET = ['GET / HTTP/1.1', 'Host: api.example.com'];

describe('headers', () => {
  test.each([
    { what: 'not sent', lines: [], name: 'authorization', values: [] },
    { what: 'sent', lines: ['Authorization: Basic a'], name: 'authorization', values: ['Basic a'] },
    {
      what: 'sent in lower case',
      lines: ['authorization: Basic a'],
      name: 'authorization',
      values: ['Basic a'],
    },
    {
      what: 'sent in capitals',
      lines: ['AUTHORIZATION: Basic a'],
      name: 'authorization',
      values: ['Basic a'],
    },
    { what: 'sent empty', lines: ['Authorization:'], name: 'authorization', values: [''] },
    {
      what: 'sent with white space around it',
      lines: ['Authorization: \t Basic a \t '],
      name: 'authorization',
      values: ['Basic a'],
    },
    {
      what: 'sent twice',
      lines: ['Authorization: Basic a', 'authorization: Basic b'],
      name: 'authorization',
      values: ['Basic a', 'Basic b'],
    },
    {
      what: 'sent three times, apart',
      lines: ['X-Api-Key: a', 'Accept: x', 'x-api-key: b', 'Cookie: c', 'X-API-KEY: a'],
      name: 'x-api-key',
      values: ['a', 'b', 'a'],
    },
    { what: 'named like something inherited', lines: ['__proto__: a'], name: '__proto__', values: ['a'] },
    { what: 'named like a method', lines: ['toString: a'], name: 'tostring', values: ['a'] },
    { what: 'with underscores for hyphens', lines: ['x_api_key: a'], name: 'x-api-key', values: [] },
    {
      what: 'of bytes beyond ASCII',
      lines: ['X-Api-Key: \u00e9'],
      name: 'x-api-key',
      values: ['\u00c3\u00a9'],
    },
  ])('one that is $what', async ({ lines, name, values }) => {
    const withProto = [...GET, '__proto__: polluted', ...lines];
    const all = await inboundOf(name === '__proto__' ? [...GET, ...lines] : withProto, ({ headers }) =>
      headers.all(name),
    );
    expect(all).toEqual(values);
  });
});

describe('method, target and host', () => {
  test('are what was sent', async () => {
    const inbound = await inboundOf(
      ['PATCH /a/../b?c=%2F&d HTTP/1.1', 'Host: API.example.com:8443'],
      ({ method, target, host }) => ({ method, target, host }),
    );
    expect(inbound).toEqual({ method: 'PATCH', target: '/a/../b?c=%2F&d', host: 'API.example.com:8443' });
  });

  test('the target is the whole one while a router has cut its mount path off', async () => {
    const target = await inboundOf(GET, (_, request) => {
      const routed = Object.assign(request, { originalUrl: '/mounted/at?x=1', url: '/at?x=1' });
      return fromNode(routed).target;
    });
    expect(target).toBe('/mounted/at?x=1');
  });

  test.each([
    { what: 'sent once', lines: ['Host: a.example'], host: 'a.example' },
    { what: 'sent empty', lines: ['Host:'], host: '' },
    { what: 'not sent', lines: [], host: undefined },
    { what: 'sent twice', lines: ['Host: a.example', 'Host: b.example'], host: undefined },
  ])('a host $what', async ({ lines, host }) => {
    // The server itself refuses two hosts, or none, in HTTP/1.1 unless told otherwise.
    const lenient = createServer({ requireHostHeader: false });
    const { port, seen } = await firstRequestTo(lenient, (inbound) => inbound.host);
    await sendLines(connect(port, '127.0.0.1'), ['GET / HTTP/1.0', ...lines]);
    expect(await seen).toBe(host);
  });
});

describe('addresses and transport', () => {
  const forwarded = [...GET, 'X-Forwarded-For: 203.0.113.7', 'X-Forwarded-Proto: https'];
  const edge = ({ peerAddress, clientAddress, transport }: InboundRequest) => ({
    peerAddress,
    clientAddress,
    transport: { ...transport },
  });
  const plain = { secure: false, tlsVersion: undefined, serverName: undefined, clientCertificate: undefined };

  test('a proxy that is not configured is not believed', async () => {
    expect(await inboundOf(forwarded, edge)).toEqual({
      peerAddress: '127.0.0.1',
      clientAddress: '127.0.0.1',
      transport: plain,
    });
  });

  test('a configured proxy is believed', async () => {
    const options = { trustedProxies: trustedProxies(['127.0.0.1']) };
    expect(await inboundOf(forwarded, edge, options)).toEqual({
      peerAddress: '127.0.0.1',
      clientAddress: '203.0.113.7',
      transport: { ...plain, secure: true },
    });
  });

  // A pre-shared key: TLS without a certificate.
  const pskServer = () =>
    https.createServer({ ciphers: 'PSK', maxVersion: 'TLSv1.2', pskCallback: () => Buffer.alloc(32) });
  const pskSocket = async (port: number, servername = 'API.example.com') => {
    const socket = connectTls({
      host: '127.0.0.1',
      port,
      servername,
      ciphers: 'PSK',
      maxVersion: 'TLSv1.2',
      checkServerIdentity: () => undefined,
      pskCallback: () => ({ psk: Buffer.alloc(32), identity: 'test' }),
    });
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    return socket;
  };

  test.each([
    { what: 'from a client', proxies: [], lines: [], secure: true, serverName: 'api.example.com' },
    {
      what: 'from a client that says http',
      proxies: [],
      lines: ['X-Forwarded-Proto: http'],
      secure: true,
      serverName: 'api.example.com',
    },
    {
      what: 'from a client that asks for no name',
      proxies: [],
      lines: [],
      secure: true,
      asked: '',
      serverName: false,
    },
    {
      what: 'from a proxy that says nothing',
      proxies: ['127.0.0.1'],
      lines: [],
      secure: true,
      serverName: 'api.example.com',
    },
    {
      what: 'from a proxy that says https',
      proxies: ['127.0.0.1'],
      lines: ['X-Forwarded-Proto: https'],
      secure: true,
    },
    {
      what: 'from a proxy whose client spoke plain HTTP',
      proxies: ['127.0.0.1'],
      lines: ['X-Forwarded-Proto: http'],
      secure: false,
    },
  ])('TLS $what: $secure, $serverName', async ({ proxies, lines, secure, serverName, asked }) => {
    const options = { trustedProxies: trustedProxies(proxies) };
    const { port, seen } = await firstRequestTo(pskServer(), edge, options);
    await sendLines(await pskSocket(port, asked), [...GET, ...lines]);
    expect((await seen).transport).toEqual({
      secure,
      tlsVersion: 'TLSv1.2',
      serverName,
      clientCertificate: undefined,
    });
  });
});

describe('the body', () => {
  test('is read once for all who ask, and left where handlers look for it', async () => {
    const body = '{"a":1}';
    const lines = [...GET, 'Content-Type: application/json', `Content-Length: ${body.length}`];
    const seen = await inboundOf(
      lines,
      async (inbound, request) => {
        const [first, second, other] = await Promise.all([
          inbound.body(),
          inbound.body(),
          fromNode(request).body(),
        ]);
        return { kind: first.kind, same: first === second && first === other, left: request.body };
      },
      {},
      body,
    );
    expect(seen).toEqual({ kind: 'json', same: true, left: { a: 1 } });
  });

  test('is not touched while nobody asks', async () => {
    const lines = [...GET, 'Content-Length: 1'];
    const read = (_: InboundRequest, request: NodeRequest) => request.readableDidRead;
    expect(await inboundOf(lines, read, {}, 'x')).toBe(false);
  });
});

test('HTTP/2: duplicates are visible, and the host is the authority', async () => {
  const { port, seen } = await firstRequestTo(http2.createServer(), (inbound) => ({
    method: inbound.method,
    target: inbound.target,
    host: inbound.host,
    keys: inbound.headers.all('x-api-key'),
    peerAddress: inbound.peerAddress,
    secure: inbound.transport.secure,
  }));
  const client = http2.connect(`http://127.0.0.1:${port}`);
  await text(client.request({ ':path': '/a?b', ':authority': 'api.example.com', 'x-api-key': ['a', 'b'] }));
  client.close();
  expect(await seen).toEqual({
    method: 'GET',
    target: '/a?b',
    host: 'api.example.com',
    keys: ['a', 'b'],
    peerAddress: '127.0.0.1',
    secure: false,
  });
});
