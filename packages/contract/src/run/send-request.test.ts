import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { OutboundRequest } from '../request.ts';
import { NoAnswer, NoConnection } from './no-answer.ts';
import { sendRequest } from './send-request.ts';

const get: OutboundRequest = { method: 'GET', path: '/', headers: [] };

/** A server of raw bytes. */
async function tcp(onConnection: (socket: Socket) => void, host = '127.0.0.1'): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  }).listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Answers every request with these bytes. */
const answering = (bytes: string, end = true) =>
  tcp((socket) =>
    socket.once('data', () => (end ? socket.end(bytes, 'latin1') : socket.write(bytes, 'latin1'))),
  );

const send = (url: string, request = get, timeoutMilliseconds = 2_000) =>
  sendRequest(new URL(url), request, { timeoutMilliseconds });

test.each([
  { what: 'hangs up at once', bytes: '', told: /hung up/ },
  { what: 'answers what is no HTTP', bytes: 'SSH-2.0-OpenSSH_9.9\r\n', told: /not HTTP/ },
  { what: 'answers a status line of garbage', bytes: 'HTTP/1.1 abc\r\n\r\n', told: /not HTTP/ },
  {
    what: 'names two lengths',
    bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    told: /not HTTP/,
  },
  {
    what: 'sends endless headers',
    bytes: `HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(100_000)}`,
    told: /not HTTP/,
  },
  {
    what: 'breaks off in the body',
    bytes: 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf',
    told: /hung up/,
  },
  {
    what: 'breaks off in a chunk',
    bytes: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhal',
    told: /hung up/,
  },
  {
    what: 'sends a chunk of no size',
    bytes: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n',
    told: /hung up|not HTTP/,
  },
  {
    what: 'sends too much',
    bytes: `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(1_000_001)}`,
    told: /longer than 1000000 bytes/,
  },
  {
    what: 'changes the protocol',
    bytes: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n',
    told: /another protocol/,
  },
])('a server that $what gives no answer', async ({ bytes, told }) => {
  const failed = await send(await answering(bytes)).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(NoAnswer);
  expect(String(failed)).toMatch(told);
});

test('a body of as many bytes as are read is an answer', async () => {
  const { text } = await send(await answering(`HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(1_000_000)}`));
  expect(text).toHaveLength(1_000_000);
});

test('a server that says nothing is not waited for', async () => {
  await expect(send(await tcp(() => {}), get, 50)).rejects.toThrow(
    new NoAnswer('no whole answer within 50 ms'),
  );
});

test('a server that says a little now and then is not waited for either', async () => {
  const url = await tcp((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    const drip = setInterval(() => socket.write('.'), 10);
    socket.on('close', () => clearInterval(drip));
  });
  await expect(send(url, get, 200)).rejects.toThrow(new NoAnswer('no whole answer within 200 ms'));
});

test('nobody at the address is no connection', async () => {
  const url = await tcp(() => {});
  const closed = createTcpServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  closed.close();
  await once(closed, 'close');
  await expect(send(`http://127.0.0.1:${port}`)).rejects.toThrow(NoConnection);
  await expect(send('http://no-such-host.invalid')).rejects.toThrow(NoConnection);
  // Not TLS at the other end: every case would say so.
  await expect(
    send((await answering('HTTP/1.1 400 Bad Request\r\n\r\n')).replace('http:', 'https:')),
  ).rejects.toThrow(NoConnection);
  expect(url).toContain('http:');
});

test('headers go as they are listed: order, case, number and nothing in them', async () => {
  let received = '';
  const url = await tcp((socket) =>
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (received.includes('\r\n\r\n')) socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    }),
  );
  await send(`${url}/under/a/prefix/`, {
    method: 'POST',
    path: '/a//b/../c?x=1&x=2',
    headers: [
      ['AUTHORIZATION', 'Basic one'],
      ['authorization', 'Basic two'],
      ['X-Empty', ''],
      ['X-Latin', 'caf\u00e9'],
      ['__proto__', 'a name like any other'],
    ],
    body: 'pay me',
  });
  expect(received.split('\r\n').filter((line) => !line.startsWith('Connection'))).toEqual([
    'POST /under/a/prefix/a//b/../c?x=1&x=2 HTTP/1.1',
    'AUTHORIZATION: Basic one',
    'authorization: Basic two',
    'X-Empty: ',
    'X-Latin: caf\u00e9',
    '__proto__: a name like any other',
    `Host: ${new URL(url).host}`,
    'Content-Length: 6',
    '',
    'pay me',
  ]);
});

test('a Host and a Content-Length that are listed are the only ones', async () => {
  let received = '';
  const url = await tcp((socket) =>
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    }),
  );
  await send(url, {
    method: 'POST',
    path: '/',
    headers: [
      ['host', 'other.example'],
      ['content-length', '2'],
    ],
    body: 'hi',
  });
  expect(received.match(/^host: .*$/gim)).toEqual(['host: other.example']);
  expect(received.match(/^content-length: .*$/gim)).toEqual(['content-length: 2']);
});

test('an answer keeps every value of a header, whatever its name', async () => {
  const { headers, json } = await send(
    await answering(
      'HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nwww-authenticate: Bearer\r\n__proto__: x\r\nContent-Length: 2\r\n\r\n{}',
    ),
  );
  expect(headers['www-authenticate']).toEqual(['Basic', 'Bearer']);
  expect(Object.keys(headers)).toEqual(['www-authenticate', '__proto__', 'content-length']);
  expect(json).toEqual({});
});

test('every request has a connection of its own: bytes behind an answer are nobody else\u2019s', async () => {
  const bytes =
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 500 Smuggled\r\nContent-Length: 0\r\n\r\n';
  const url = await answering(bytes, false);
  for (let i = 0; i < 3; i++) expect(await send(url)).toMatchObject({ status: 200, text: 'ok' });
});

test('IPv6 is an address like any other', async ({ skip }) => {
  const url = await tcp((socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'), '::1').catch(
    () => undefined,
  );
  if (!url) return skip('this machine has no IPv6');
  expect(await send(url)).toMatchObject({ status: 204 });
});

test('a signal breaks off what is under way, with its own reason', async () => {
  const url = await tcp(() => controller.abort(new Error('enough')));
  const controller = new AbortController();
  await expect(
    sendRequest(new URL(url), get, { timeoutMilliseconds: 2_000, signal: controller.signal }),
  ).rejects.toThrow('enough');
});

test('what no header can hold is a mistake of the caller, and is not repeated', async () => {
  const failed = await send('http://127.0.0.1:1', {
    ...get,
    headers: [['X-Key', 's3cret\nX-Admin: 1']],
  }).catch(String);
  expect(failed).toMatch(/TypeError/);
  expect(failed).not.toContain('s3cret');
});

test('a server that answers before it has read the body, and hangs up, has answered', async () => {
  const url = await tcp((socket) =>
    socket.once('data', () => {
      socket.pause();
      socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n', () =>
        socket.destroy(),
      );
    }),
  );
  const body = Buffer.alloc(5_000_000, 'a');
  expect(await send(url, { method: 'POST', path: '/', headers: [], body })).toMatchObject({ status: 413 });
});
