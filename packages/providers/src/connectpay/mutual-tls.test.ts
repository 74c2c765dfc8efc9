import { attachmentOf } from '@countersign/client-certificate';
import { memoryDirectory } from '@countersign/core';
import { expect, test } from 'vitest';
import { createAuthority, presented } from '../../../../test/support/authority.ts';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { type ConnectPayMutualTlsOptions, connectpay } from './connectpay.ts';

const authority = await createAuthority({ commonName: 'Test CA' });
const client = await authority.issueClient({ commonName: 'app.example' });
const { issuer: _, ...withoutIssuer } = attachmentOf(client.pem);
const directory = memoryDirectory([{ id: 'App', secrets: ['s'], certificates: [withoutIssuer] }]);

test.each<{ options: Partial<ConnectPayMutualTlsOptions>; secure: boolean; outcome: string }>([
  { options: {}, secure: true, outcome: 'certificate-not-attached' },
  { options: { requireIssuer: false }, secure: true, outcome: 'accepted' },
  { options: { requireIssuer: false }, secure: false, outcome: 'accepted' },
  { options: { requireIssuer: false, requireTls: true }, secure: true, outcome: 'accepted' },
  { options: { requireIssuer: false, requireTls: true }, secure: false, outcome: 'insecure-transport' },
])('$options, over TLS: $secure: $outcome', async ({ options, secure, outcome }) => {
  const verifier = connectpay.mutualTls({ directory, trustAnchors: authority.root.pem, ...options });
  const verdict = await verifier.verify(
    inboundRequest({
      headers: { authorization: `Basic ${btoa('App:s')}` },
      transport: { secure, clientCertificate: presented(client, authority.intermediate) },
    }),
  );
  expect(verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome).toBe(outcome);
});
