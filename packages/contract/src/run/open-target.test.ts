import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { type ContractTarget, openTarget } from './open-target.ts';

const get = { method: 'GET', path: '/path', headers: [] };
const echo = createServer((request, response) => response.end(`${request.method} ${request.url}`)).listeners(
  'request',
)[0] as (...args: unknown[]) => void;

test('a request handler is served on loopback meanwhile', async () => {
  let url = '';
  {
    await using target = await openTarget(echo);
    url = target.url;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await target.send(get)).toMatchObject({ status: 200, text: 'GET /path' });
  }
  await using gone = await openTarget(url);
  await expect(gone.send(get)).rejects.toThrow(/ECONNREFUSED/);
});

test('a handler that never answers does not keep its server open', async () => {
  const target = await openTarget(() => {}, { timeoutMilliseconds: 50 });
  await expect(target.send(get)).rejects.toThrow('no whole answer within 50 ms');
  await target[Symbol.asyncDispose]();
});

test('a server that does not listen is started and stopped', async () => {
  const server = createServer(echo);
  {
    await using target = await openTarget(server);
    expect(await target.send(get)).toMatchObject({ text: 'GET /path' });
  }
  expect(server.listening).toBe(false);
});

test('a server that listens is left as it is', async () => {
  const server = createServer(echo).listen(0);
  await once(server, 'listening');
  {
    await using target = await openTarget(server);
    expect(await target.send(get)).toMatchObject({ text: 'GET /path' });
  }
  expect(server.listening).toBe(true);
  server.close();
});

test.each<{ what: string; target: unknown }>([
  { what: 'no URL', target: 'api.example' },
  { what: 'another scheme', target: 'ftp://api.example' },
  { what: 'credentials', target: 'https://user:s3cret@api.example' },
  { what: 'a query', target: 'https://api.example/?key=s3cret' },
  { what: 'a fragment', target: new URL('https://api.example/#s3cret') },
  { what: 'nothing', target: undefined },
  { what: 'an object', target: { url: 'https://api.example' } },
])('a target with $what is refused, and not repeated', async ({ target }) => {
  const failed = await openTarget(target as ContractTarget).catch(String);
  expect(failed).toMatch(/^TypeError: (the )?target must be /);
  expect(failed).not.toContain('s3cret');
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
  '%s milliseconds are no time to wait',
  async (timeoutMilliseconds) => {
    await expect(openTarget('http://127.0.0.1', { timeoutMilliseconds })).rejects.toThrow(
      /^timeoutMilliseconds must be/,
    );
  },
);
