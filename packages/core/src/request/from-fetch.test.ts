import { describe, expect, test } from 'vitest';
import { authorizationFor } from './credential-header.ts';
import { fromFetch } from './from-fetch.ts';
import { trustedProxies } from './trusted-proxies.ts';

const url = 'https://api.example.com/a/b?c=d';

const json = { 'content-type': 'application/json' };

const post = (body: string | Uint8Array | URLSearchParams, headers: Record<string, string> = json) =>
  new Request(url, { method: 'POST', headers, body });

/** A body that never ends and never says how long it is. */
function endless(): ReadableStream {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1024)) });
}

const streamed = (body: ReadableStream) =>
  new Request(url, {
    method: 'POST',
    headers: json,
    body,
    duplex: 'half',
  } as RequestInit);

describe('method, target, host and headers', () => {
  test('are those of the request', () => {
    const inbound = fromFetch(new Request(url, { method: 'PUT', headers: { 'X-Api-Key': 'k' } }));
    expect(inbound).toMatchObject({ method: 'PUT', target: '/a/b?c=d', host: 'api.example.com' });
    expect(inbound.headers.all('x-api-key')).toEqual(['k']);
    expect(inbound.headers.all('authorization')).toEqual([]);
    expect(inbound.headers.all('__proto__')).toEqual([]);
  });

  test.each([
    { sent: [['host', 'other.example.com']], host: 'other.example.com' },
    {
      sent: [
        ['host', 'a.example.com'],
        ['host', 'b.example.com'],
      ],
      host: undefined,
    },
    { sent: [], host: 'api.example.com' },
  ])('the host of $sent is $host', ({ sent, host }) => {
    expect(fromFetch(new Request(url, { headers: sent as [string, string][] })).host).toBe(host);
  });

  test('a credential sent twice arrives as one that no scheme reads', () => {
    const headers = new Headers();
    headers.append('authorization', 'Basic YTpi');
    headers.append('authorization', 'Basic YTpi');
    const inbound = fromFetch(new Request(url, { headers }));
    expect(authorizationFor('Basic', inbound.headers)).toEqual({
      kind: 'present',
      credentials: 'YTpi, Basic YTpi',
    });
  });
});

describe('the connection', () => {
  const headers = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' };
  const http = { ...headers, 'x-forwarded-proto': 'http' };
  const proxies = trustedProxies(['10.0.0.0/8']);

  test.each([
    { what: 'nothing said', sent: headers, connection: {}, secure: false, client: undefined },
    {
      what: 'a peer that is no proxy',
      sent: headers,
      connection: { peerAddress: '198.51.100.9', trustedProxies: proxies },
      secure: false,
      client: '198.51.100.9',
    },
    {
      what: 'a trusted proxy that says https',
      sent: headers,
      connection: { peerAddress: '10.0.0.1', secure: false, trustedProxies: proxies },
      secure: true,
      client: '203.0.113.7',
    },
    {
      what: 'a trusted proxy over TLS that says http',
      sent: http,
      connection: { peerAddress: '10.0.0.1', secure: true, trustedProxies: proxies },
      secure: false,
      client: '203.0.113.7',
    },
    {
      what: 'TLS, and a stranger that says http',
      sent: http,
      connection: { peerAddress: '198.51.100.9', secure: true, trustedProxies: proxies },
      secure: true,
      client: '198.51.100.9',
    },
  ])('$what: secure $secure, from $client', ({ sent, connection, secure, client }) => {
    const inbound = fromFetch(new Request(url, { headers: sent }), connection);
    expect(inbound.transport).toMatchObject({ secure, tlsVersion: undefined, clientCertificate: undefined });
    expect(inbound.clientAddress).toBe(client);
  });
});

describe('the body', () => {
  test.each([
    { what: 'JSON', request: post('{"a":[1]}'), expected: { kind: 'json', value: { a: [1] } } },
    {
      what: 'a form that says it is JSON',
      request: post(new URLSearchParams({ a: 'b c' })),
      expected: { kind: 'malformed' },
    },
    { what: 'no body', request: new Request(url), expected: { kind: 'absent' } },
    { what: 'an empty body', request: post(''), expected: { kind: 'absent' } },
    { what: 'not JSON', request: post('{'), expected: { kind: 'malformed' } },
    { what: 'not UTF-8', request: post(Uint8Array.of(0x22, 0xff, 0x22)), expected: { kind: 'malformed' } },
    {
      what: 'another type',
      request: post('x', { 'content-type': 'text/plain' }),
      expected: { kind: 'unsupported' },
    },
    {
      what: 'two types at once',
      request: post('{}', { 'content-type': 'application/json, text/plain' }),
      expected: { kind: 'unsupported' },
    },
    {
      what: 'a stream that breaks off',
      request: streamed(
        new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode('{}'));
            controller.error(new Error('aborted'));
          },
        }),
      ),
      expected: { kind: 'malformed' },
    },
  ])('$what: $expected.kind', async ({ request, expected }) => {
    expect(await fromFetch(request).body()).toMatchObject(expected);
  });

  test('a form', async () => {
    const form = new Request(url, {
      method: 'POST',
      body: new URLSearchParams([
        ['a', 'b c'],
        ['a', 'd'],
      ]),
    });
    const body = await fromFetch(form).body();
    expect(body.kind === 'form' && body.value.getAll('a')).toEqual(['b c', 'd']);
  });

  test('the handler still has its own', async () => {
    const request = post('{"a":1}');
    const inbound = fromFetch(request);
    expect(await inbound.body()).toMatchObject({ kind: 'json' });
    expect(await fromFetch(request).body()).toMatchObject({ kind: 'json' });
    expect(await request.json()).toEqual({ a: 1 });
    // What was read before stays known.
    expect(await inbound.body()).toMatchObject({ kind: 'json' });
  });

  test('that somebody else has read is malformed, not absent', async () => {
    const request = post('{"a":1}');
    await request.text();
    expect(await fromFetch(request).body()).toEqual({ kind: 'malformed' });
    const locked = post('{"a":1}');
    locked.body?.getReader();
    expect(await fromFetch(locked).body()).toEqual({ kind: 'malformed' });
  });

  test.each([
    { bytes: 64, kind: 'json' },
    { bytes: 65, kind: 'too-large' },
  ])('of $bytes bytes, where 64 are read at most, is $kind', async ({ bytes, kind }) => {
    const text = JSON.stringify('x'.repeat(bytes - 2));
    const inStream = streamed(new Blob([text]).stream());
    for (const request of [post(text), inStream]) {
      expect((await fromFetch(request, { bodyLimitBytes: 64 }).body()).kind).toBe(kind);
      expect(await request.text()).toBe(text);
    }
  });

  test('without an end is cut off at the limit', async () => {
    expect(await fromFetch(streamed(endless())).body()).toEqual({ kind: 'too-large' });
  });

  test('is too large for what it says of its length alone', async () => {
    const request = streamed(new ReadableStream());
    request.headers.set('content-length', '102401');
    expect(await fromFetch(request).body()).toEqual({ kind: 'too-large' });
  });
});
