import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachmentOf } from '@countersign/client-certificate';
import type { Account } from '@countersign/core';
import { type Authority, createAuthority } from './authority/authority.ts';
import type { IssuedCertificate } from './authority/issue-certificate.ts';
import { issueQwac } from './authority/issue-qwac.ts';
import { PSD2_ROLES } from './authority/qc-statements.ts';
import type { SandboxAccounts } from './state/accounts.ts';

/** What a client of the TLS server needs, on disk. Everything is made anew at each start. */
export interface DemoCertificates {
  /** Holds `ca.pem`, `ca-key.pem`, and `…-chain.pem` and `…-key.pem` for `client`, `qwac` and `other`. */
  readonly folder: string;
  /** PEM of the root: what a client of the TLS server trusts, and what the server trusts in clients. */
  readonly ca: string;
}

export interface ServerCertificates extends DemoCertificates {
  readonly serverChain: string;
  readonly serverKey: string;
  /** The accounts, with `client` and `qwac` attached to the first DevApp and `other` to the second. */
  readonly accounts: SandboxAccounts;
  /** Takes a temporary folder away again. */
  remove(): void;
}

interface DemoCertificatesOptions {
  readonly host: string;
  readonly folder: string | undefined;
  readonly accounts: SandboxAccounts;
}

/** Makes the demo authority, a server certificate, and client certificates for the first two DevApps. */
export async function demoCertificates({
  host,
  folder: wanted,
  accounts,
}: DemoCertificatesOptions): Promise<ServerCertificates> {
  const authority = await createAuthority({ commonName: 'Countersign Demo CA' });
  const [first, second] = accounts.connectpay;
  const [server, client, qwac, other] = await Promise.all([
    authority.issueServer([host, 'localhost', '127.0.0.1', '::1']),
    authority.issueClient({ commonName: first?.id ?? 'client' }),
    demoQwac(authority, first?.id ?? 'qwac'),
    authority.issueClient({ commonName: second?.id ?? 'other' }),
  ]);

  const attached = [[client, qwac], [other]];

  const folder = wanted ?? mkdtempSync(join(tmpdir(), 'countersign-sandbox-'));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'ca.pem'), authority.root.pem);
  writeKey(join(folder, 'ca-key.pem'), authority.root.keyPem);
  for (const [name, { chainPem, keyPem }] of Object.entries({ client, qwac, other })) {
    writeFileSync(join(folder, `${name}-chain.pem`), chainPem);
    writeKey(join(folder, `${name}-key.pem`), keyPem);
  }

  return {
    folder,
    ca: authority.root.pem,
    serverChain: server.chainPem,
    serverKey: server.keyPem,
    accounts: {
      ...accounts,
      connectpay: accounts.connectpay.map((account, index) => attach(account, attached[index])),
    },
    remove() {
      if (wanted === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Of an account information service, which may not initiate payments. */
function demoQwac(authority: Authority, commonName: string): Promise<IssuedCertificate> {
  return issueQwac(authority, {
    commonName,
    organizationIdentifier: 'PSDLT-BL-LB000001',
    psd2: { roles: [PSD2_ROLES.PSP_AI], authorityName: 'Lietuvos bankas', authorityId: 'LT-BL' },
  });
}

function attach(account: Account, issued: readonly IssuedCertificate[] = []): Account {
  if (issued.length === 0) return account;
  const attachments = issued.map(({ certificate }) => attachmentOf(certificate));
  return { ...account, certificates: [...(account.certificates ?? []), ...attachments] };
}

function writeKey(file: string, pem: string): void {
  writeFileSync(file, pem, { mode: 0o600 });
  // A file that was there before keeps its mode when it is written.
  chmodSync(file, 0o600);
}
