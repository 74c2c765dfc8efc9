import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpSource, httpSource } from '../../../../test/support/ocsp-responder.ts';
import { boundedFetch } from './bounded-fetch.ts';

let source: HttpSource;
let elsewhere: HttpSource;

beforeAll(async () => {
  source = await httpSource();
  elsewhere = await httpSource();
});

afterAll(async () => {
  await source.close();
  await elsewhere.close();
});

const MAX = 1000;

function fetched({ url = source.url, milliseconds = 300 } = {}): Promise<Uint8Array> {
  return boundedFetch({ url, headers: {}, maxBytes: MAX, signal: AbortSignal.timeout(milliseconds) });
}

test('a body of the largest size', async () => {
  source.answer = () => Buffer.alloc(MAX, 1);
  expect(await fetched()).toEqual(Buffer.alloc(MAX, 1));
});

test.each<[string, (response: ServerResponse) => Uint8Array | undefined]>([
  ['that says so', () => Buffer.alloc(MAX + 1)],
  [
    'in pieces, without an end',
    (response) => {
      const more = () => void response.write(Buffer.alloc(400), () => setImmediate(more));
      more();
      return undefined;
    },
  ],
])('a body that is too large, %s', async (_, answer) => {
  source.answer = (_, response) => answer(response);
  await expect(fetched({ milliseconds: 5000 })).rejects.toMatchObject({
    missing: false,
    message: expect.stringContaining('more than 1000 bytes'),
  });
});

test.each([301, 302, 303, 307, 308])('a redirect (%d) leads nowhere', async (status) => {
  source.answer = (_, response) => {
    response.writeHead(status, { location: elsewhere.url });
    return Buffer.alloc(0);
  };
  await expect(fetched()).rejects.toMatchObject({
    missing: false,
    message: expect.stringContaining('redirects are not followed'),
  });
  expect(elsewhere.requests).toEqual([]);
});

test.each([
  { status: 204, missing: false },
  { status: 404, missing: false },
  { status: 429, missing: true },
  { status: 500, missing: true },
  { status: 503, missing: true },
])('status $status: missing $missing', async ({ status, missing }) => {
  source.answer = (_, response) => {
    response.statusCode = status;
    return Buffer.alloc(0);
  };
  await expect(fetched()).rejects.toMatchObject({ missing });
});

test.each<[string, (response: ServerResponse) => undefined]>([
  ['is silent', () => undefined],
  ['stops after its headers', (response) => void response.writeHead(200).flushHeaders()],
  [
    'sends a byte at a time',
    (response) => {
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    },
  ],
])('a source that %s does not answer in time', async (_, answer) => {
  source.answer = (_, response) => answer(response);
  await expect(fetched({ milliseconds: 200 })).rejects.toMatchObject({
    missing: true,
    message: expect.stringContaining('did not answer in time'),
  });
});

test('a source that hangs up, before and within its answer', async () => {
  source.answer = (_, response) => void response.socket?.destroy();
  await expect(fetched()).rejects.toMatchObject({ missing: true });
  source.answer = (_, response) => {
    response.writeHead(200, { 'content-length': '500' });
    response.write('half', () => response.socket?.destroy());
    return undefined;
  };
  await expect(fetched()).rejects.toMatchObject({ missing: true });
});

test('nobody listens there', async () => {
  const gone = await httpSource();
  await gone.close();
  await expect(fetched({ url: gone.url })).rejects.toMatchObject({ missing: true });
});
