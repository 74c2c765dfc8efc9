import { once } from 'node:events';
import { createServer as createPlainServer, type Server } from 'node:http';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureVersion } from 'node:tls';
import { memoryDirectory } from '@countersign/core';
import { guard } from '@countersign/express';
import { smart2pay } from '@countersign/providers';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthority } from '../support/authority.ts';
import { basicOf, call } from '../support/call.ts';

// What OpenSSL wants before it speaks a version that is out of date, on either side.
const outdated = { minVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
const headers = { authorization: basicOf('30201', 'key') };

const app = express();
const directory = memoryDirectory([{ id: '30201', secrets: ['key'] }]);
app.get('/', guard(smart2pay({ directory, requireTls: true })), (_req, res) => void res.end('welcome'));

let secure: Server;
let plain: Server;
let ca: string;

beforeAll(async () => {
  const authority = await createAuthority({ commonName: 'Test CA' });
  const { chainPem, keyPem } = await authority.issueServer(['localhost', '127.0.0.1']);
  ca = authority.root.pem;
  secure = createServer({ ...outdated, cert: chainPem, key: keyPem }, app).listen(0, '127.0.0.1');
  plain = createPlainServer(app).listen(0, '127.0.0.1');
  await Promise.all([once(secure, 'listening'), once(plain, 'listening')]);
});

afterAll(async () => {
  for (const server of [secure, plain]) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function overTls(version: SecureVersion): Promise<number | undefined> {
  const options = { ...outdated, maxVersion: version, minVersion: version, ca, headers, agent: false };
  const sent = request(`https://127.0.0.1:${portOf(secure)}/`, options).end();
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}

test.each([
  { version: 'TLSv1.1', status: 403 },
  { version: 'TLSv1.2', status: 200 },
  { version: 'TLSv1.3', status: 200 },
] as const)('where TLS is required, $version is $status', async ({ version, status }) => {
  expect(await overTls(version)).toBe(status);
});

test('where TLS is required, plain HTTP is 403, whatever a stranger says of it', async () => {
  const url = `http://127.0.0.1:${portOf(plain)}/`;
  expect((await call(url, { headers })).status).toBe(403);
  expect((await call(url, { headers: { ...headers, 'x-forwarded-proto': 'https' } })).status).toBe(403);
});
