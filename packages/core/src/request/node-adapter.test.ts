import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { requestReader, sendAnswer } from './node-adapter.ts';
import type { NodeRequest } from './node-request.ts';

async function answered(handler: (request: NodeRequest, response: ServerResponse) => unknown) {
  const server = createServer(handler);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
      headers: { 'x-forwarded-for': '203.0.113.7' },
    });
    return { status: response.status, headers: response.headers, body: await response.text() };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('a reader', () => {
  test.each([
    { options: {}, client: '127.0.0.1' },
    { options: { trustedProxies: ['127.0.0.0/8'] }, client: '203.0.113.7' },
  ])('with $options sees $client', async ({ options, client }) => {
    const read = requestReader(options);
    const { body } = await answered((request, response) => response.end(read(request).clientAddress));
    expect(body).toBe(client);
  });

  test.each([
    { options: { trustedProxies: '10.0.0.0/8' }, message: /^trustedProxies must be a list/ },
    { options: { trustedProxies: ['10/8'] }, message: /^trustedProxies: "10\/8" is neither/ },
    { options: { bodyLimitBytes: -1 }, message: /^bodyLimitBytes must be/ },
    { options: { bodyLimitBytes: 1.5 }, message: /^bodyLimitBytes must be/ },
    { options: { bodyLimitBytes: Number.NaN }, message: /^bodyLimitBytes must be/ },
    { options: { bodyLimitBytes: '1mb' }, message: /^bodyLimitBytes must be/ },
  ])('with $options throws', ({ options, message }) => {
    expect(() => requestReader(options as never)).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(message) }),
    );
  });
});

describe('an answer', () => {
  const answer = {
    status: 401,
    headers: { 'www-authenticate': ['Basic realm="A"', 'Bearer'], 'cache-control': 'no-store' },
    body: 'refused',
  };

  test('is sent as it is', async () => {
    const { status, headers, body } = await answered((_, response) => sendAnswer(response, answer));
    expect({ status, body }).toEqual({ status: 401, body: 'refused' });
    expect(headers.get('www-authenticate')).toBe('Basic realm="A", Bearer');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('says nothing where somebody else has begun to answer', async () => {
    const { status, body } = await answered((_, response) => {
      response.writeHead(202);
      sendAnswer(response, answer);
      response.end('theirs');
    });
    expect({ status, body }).toEqual({ status: 202, body: 'theirs' });
  });
});
