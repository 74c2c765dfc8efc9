import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { basicOf, call } from '../support/call.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

const sandbox = runningSandbox();
const mirror = (path = '') => `${sandbox().url}/_sandbox/mirror${path}`;

interface Mirrored {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Readonly<Record<string, unknown>>;
  readonly connection: Readonly<Record<string, unknown>>;
}

async function bodyOf(body: string | Uint8Array, headers: Record<string, string> = {}) {
  const { json } = await call(mirror(), { method: 'POST', body, headers });
  return (json as Mirrored).body;
}

describe('the mirror', () => {
  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
    'answers %s at any path',
    async (method) => {
      const { status, json } = await call(mirror('/a/b?c=d&c=e'), { method });
      expect(status).toBe(200);
      expect(json).toMatchObject({ method, target: '/_sandbox/mirror/a/b?c=d&c=e' });
    },
  );

  test('shows headers in order, in their own spelling, as often as they arrived', async () => {
    const socket = connect(Number(new URL(sandbox().url).port), '127.0.0.1');
    socket.write(
      'GET /_sandbox/mirror HTTP/1.1\r\nX-Two: b\r\nHost: 127.0.0.1\r\nauthorization: Basic x\r\nx-two: a\r\nAuthorization: Bearer y\r\nConnection: close\r\n\r\n',
    );
    const answer = (await socket.setEncoding('utf8').toArray()).join('');
    expect((JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))) as Mirrored).headers).toEqual([
      ['X-Two', 'b'],
      ['Host', '127.0.0.1'],
      ['authorization', 'Basic x'],
      ['x-two', 'a'],
      ['Authorization', 'Bearer y'],
      ['Connection', 'close'],
    ]);
  });

  test.each([
    {
      what: 'JSON',
      body: '{"a":[1]}',
      type: 'Application/JSON; charset="UTF-8"',
      read: {
        kind: 'json',
        contentType: 'application/json',
        charset: 'utf-8',
        json: { a: [1] },
        bytes: 9,
        text: '{"a":[1]}',
      },
    },
    {
      what: 'JSON cut short',
      body: '{"a":',
      type: 'application/json',
      read: { kind: 'malformed', why: expect.stringMatching(/^not JSON: /), text: '{"a":' },
    },
    {
      what: 'JSON sent as text',
      body: '{"a":1}',
      type: 'text/plain',
      read: { kind: 'unsupported', why: 'no JSON and no form, by its content type', text: '{"a":1}' },
    },
    {
      what: 'a form with a name twice',
      body: 'a=1&a=%20+',
      type: 'application/x-www-form-urlencoded',
      read: {
        kind: 'form',
        form: [
          ['a', '1'],
          ['a', '  '],
        ],
      },
    },
    {
      what: 'bytes that are no text',
      body: Buffer.from([0xff, 0x00]),
      type: 'application/json',
      read: { kind: 'malformed', why: 'not UTF-8', base64: '/wA=', bytes: 2 },
    },
    {
      what: 'text with a byte order mark',
      body: '\uFEFF{}',
      type: 'text/plain',
      read: { text: '\uFEFF{}', bytes: 5 },
    },
  ])('says how it reads $what', async ({ body, type, read }) => {
    expect(await bodyOf(body, { 'content-type': type })).toMatchObject(read);
  });

  test('shows JSON that is nested deeply, or says that it is nested too deeply', async () => {
    const depth = 100_000;
    const read = await bodyOf('['.repeat(depth) + ']'.repeat(depth), { 'content-type': 'application/json' });
    expect(read).toMatchObject({ kind: 'json', bytes: 2 * depth });
    // Newer releases of Node.js write JSON of any depth.
    if (!('json' in read)) expect(read).toHaveProperty('why', 'nested too deeply to be shown');
  });

  test('has no text for what is none, and nothing to say of no body', async () => {
    expect(await bodyOf(Buffer.from([0xff]))).not.toHaveProperty('text');
    expect(((await call(mirror())).json as Mirrored).body).toEqual({
      kind: 'absent',
      contentType: null,
      charset: null,
      contentEncoding: null,
      bytes: 0,
    });
  });

  test('inflates nothing', async () => {
    const body = gzipSync('{}');
    const read = await bodyOf(body, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    expect(read).toMatchObject({
      kind: 'unsupported',
      contentEncoding: 'gzip',
      base64: body.toString('base64'),
    });
    expect(read.why).toContain('not inflated');
  });

  test.each([
    { bytes: 256 * 1024, status: 200 },
    { bytes: 256 * 1024 + 1, status: 413 },
  ])('of $bytes bytes answers $status', async ({ bytes, status }) => {
    expect((await call(mirror(), { method: 'POST', body: 'x'.repeat(bytes) })).status).toBe(status);
  });

  test('shows the certificate that came over TLS', async () => {
    const { tlsUrl, certificates } = sandbox();
    const { json } = await call(`${tlsUrl}/_sandbox/mirror`, { ca: certificates?.ca ?? '' });
    expect((json as Mirrored).connection).toEqual({
      peerAddress: '127.0.0.1',
      secure: true,
      tlsVersion: 'TLSv1.3',
    });
  });

  test('is for clients elsewhere too, in a form that no browser takes for a page', async () => {
    const answer = await call(mirror('/<script>'), { headers: { host: 'sandbox.example' } });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('leaves no secret in the log', async () => {
    const authorization = basicOf('30201', 'verySecretValue');
    await call(mirror('?key=verySecretValue'), {
      method: 'POST',
      headers: { authorization, 'x-connectpay-api-key': authorization },
      body: 'verySecretValue',
    });
    const [newest] = sandbox().requests();
    expect(newest).toMatchObject({
      provider: 'mirror',
      path: '/_sandbox/mirror?key=…',
      status: 200,
      outcome: 'none',
      checks: [],
    });
    expect(JSON.stringify(newest)).not.toMatch(/verySecret|MzAyMDE6/);
  });
});
