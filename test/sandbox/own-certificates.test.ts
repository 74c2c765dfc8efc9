import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSandboxConfig, startSandbox } from '@countersign/sandbox';
import { expect, test } from 'vitest';
import { createAuthority } from '../support/authority.ts';
import { basicOf, call } from '../support/call.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test.each([
  {
    what: 'is accepted where its authority is trusted',
    trustAnchors: '[own/ca.pem]',
    status: 200,
    reason: undefined,
  },
  { what: 'is refused where it is not', trustAnchors: '[]', status: 401, reason: 'certificate-untrusted' },
])('a certificate of a file beside the configuration $what', async ({ trustAnchors, status, reason }) => {
  const folder = temporaryFolder();
  const authority = await createAuthority({ commonName: 'Own CA' });
  const { chainPem, keyPem } = await authority.issueClient({ commonName: 'DevApp' });
  mkdirSync(join(folder, 'own'));
  writeFileSync(join(folder, 'own/ca.pem'), authority.root.pem);
  writeFileSync(join(folder, 'own/devapp.pem'), chainPem);
  const file = join(folder, 'sandbox.yaml');
  writeFileSync(
    file,
    `port: 0
tlsPort: 0
trustAnchors: ${trustAnchors}
certificateFolder: demo
accounts:
  connectpay:
    - { id: First, secrets: [one] }
    - { id: Second, secrets: [two] }
    - { id: DevApp, secrets: [secret], certificates: [own/devapp.pem] }
`,
  );
  await using sandbox = await startSandbox(await readSandboxConfig(file));
  const answer = await call(`${sandbox.tlsUrl}/connectpay/mtls/accounts`, {
    ca: readFileSync(join(folder, 'demo/ca.pem')),
    cert: chainPem,
    key: keyPem,
    agent: false,
    headers: { authorization: basicOf('DevApp', 'secret') },
  });
  expect(answer.status).toBe(status);
  expect(sandbox.requests()[0]?.reason).toBe(reason);
});
