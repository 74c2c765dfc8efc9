import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { attachmentOf, clientCertificate } from '@countersign/client-certificate';
import { memoryDirectory } from '@countersign/core';
import { authOf, guard } from '@countersign/express';
import { ClientCertificateStrategy } from '@countersign/passport';
import express from 'express';
import { Passport } from 'passport';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Authority, createAuthority, type IssuedCertificate } from '../support/authority.ts';
import { call } from '../support/call.ts';
import { tlsOptionsOf } from '../support/tls-server.ts';

let authority: Authority;
let attached: IssuedCertificate;
let other: IssuedCertificate;
let servers: Record<'guard' | 'strategy', Server>;

beforeAll(async () => {
  authority = await createAuthority({ commonName: 'Test CA' });
  attached = await authority.issueClient({ commonName: 'api.partner.example', serialNumber: '0a1b2c3d' });
  other = await authority.issueClient({ commonName: 'api.other.example', serialNumber: '0a1b2c3e' });
  const verifier = clientCertificate({
    directory: memoryDirectory([{ id: 'partner', certificates: [attachmentOf(attached.pem)] }]),
    trustAnchors: authority.root.pem,
  });
  const passport = new Passport().use(new ClientCertificateStrategy(verifier));
  const byGuard = express().get('/', guard(verifier), (req, res) => {
    res.json(authOf(req, verifier).principal.account);
  });
  const byStrategy = express().get(
    '/',
    passport.authenticate('client-certificate', { session: false }),
    (req, res) => {
      res.json((req.user as { account: string }).account);
    },
  );
  const options = tlsOptionsOf(await authority.issueServer(['localhost']));
  servers = { guard: createServer(options, byGuard), strategy: createServer(options, byStrategy) };
  for (const server of Object.values(servers)) await once(server.listen(0, '127.0.0.1'), 'listening');
});

afterAll(() => {
  for (const server of Object.values(servers)) {
    server.closeAllConnections();
    server.close();
  }
});

test.each([
  { mounted: 'guard', sent: 'the attached certificate', certificate: () => attached, status: 200 },
  { mounted: 'guard', sent: 'a certificate of nobody', certificate: () => other, status: 401 },
  { mounted: 'guard', sent: 'no certificate', certificate: () => undefined, status: 401 },
  { mounted: 'strategy', sent: 'the attached certificate', certificate: () => attached, status: 200 },
  { mounted: 'strategy', sent: 'a certificate of nobody', certificate: () => other, status: 401 },
  { mounted: 'strategy', sent: 'no certificate', certificate: () => undefined, status: 401 },
] as const)('the $mounted, over TLS with $sent: $status', async ({ mounted, certificate, status }) => {
  const { port } = servers[mounted].address() as AddressInfo;
  const { chainPem: cert, keyPem: key } = certificate() ?? {};
  const own = cert && key ? { cert, key } : {};
  const answer = await call(`https://localhost:${port}/`, { ca: authority.root.pem, agent: false, ...own });
  expect(answer.status).toBe(status);
  if (status === 200) expect(answer.json).toBe('partner');
});
