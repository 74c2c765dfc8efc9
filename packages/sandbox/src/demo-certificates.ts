import { generateKeyPair, type KeyObject } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { attachmentOf } from '@countersign/client-certificate';
import type { Account, Clock } from '@countersign/core';
import { type Authority, createAuthority } from './authority/authority.ts';
import { type CertificateRegister, certificateRegister } from './authority/certificate-register.ts';
import type { IssuedCertificate } from './authority/issue-certificate.ts';
import { issueQwac, type QwacRequest } from './authority/issue-qwac.ts';
import { type OcspResponder, startOcspResponder } from './authority/ocsp-responder.ts';
import { PSD2_ROLES } from './authority/qc-statements.ts';
import { AuthorityInfoAccessExtension } from './authority/x509.ts';
import type { SandboxAccounts } from './state/accounts.ts';

const newKeyPair = promisify(generateKeyPair);

/** What a client of the TLS server needs, on disk. Everything is made anew at each start. */
export interface DemoCertificates {
  /**
   * Holds `ca.pem`, `ca-key.pem`, `…-chain.pem` and `…-key.pem` for `client`, `qwac` and `other`, and
   * `merchant-rsa-key.pem`, which the first DevApp signs its requests with.
   */
  readonly folder: string;
  /** PEM of the root: what a client of the TLS server trusts, and what the server trusts in clients. */
  readonly ca: string;
}

export interface ServerCertificates extends DemoCertificates {
  readonly serverChain: string;
  readonly serverKey: string;
  /** The accounts, with `client`, `qwac` and the RSA key attached to the first DevApp and `other` to the second. */
  readonly accounts: SandboxAccounts;
  /** What the authority says of the certificates: `client`, `qwac` and `other`. */
  readonly register: CertificateRegister;
  /** Ends the authority's OCSP responder, and takes a temporary folder away again. */
  close(): Promise<void>;
}

export interface DemoCertificatesOptions {
  readonly host: string;
  readonly folder: string | undefined;
  readonly accounts: SandboxAccounts;
  readonly clock: Clock;
}

/** Makes the demo authority with its OCSP responder, a server certificate, and certificates for the first two DevApps. */
export async function demoCertificates(options: DemoCertificatesOptions): Promise<ServerCertificates> {
  const authority = await createAuthority({ commonName: 'Countersign Demo CA' });
  const register = certificateRegister();
  const { clock } = options;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'countersign-sandbox-'));

  let responder: OcspResponder | undefined;

  async function close(): Promise<void> {
    await responder?.close();
    if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  }

  try {
    responder = await startOcspResponder({ issuer: authority.intermediate, register, clock });
    const { server, attached, merchantKey, ...issued } = await issueAll(authority, responder.url, options);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'ca.pem'), authority.root.pem);
    writeKey(join(folder, 'ca-key.pem'), authority.root.keyPem);
    writeKey(
      join(folder, 'merchant-rsa-key.pem'),
      merchantKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    );
    for (const [name, one] of Object.entries(issued)) {
      writeFileSync(join(folder, `${name}-chain.pem`), one.chainPem);
      writeKey(join(folder, `${name}-key.pem`), one.keyPem);
      register.add(name, one);
    }
    return {
      folder,
      ca: authority.root.pem,
      serverChain: server.chainPem,
      serverKey: server.keyPem,
      accounts: attached,
      register,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function issueAll(
  authority: Authority,
  ocspUrl: string,
  { host, accounts }: Pick<DemoCertificatesOptions, 'host' | 'accounts'>,
) {
  const extensions = [new AuthorityInfoAccessExtension({ ocsp: [ocspUrl] })];
  const [first, second] = accounts.connectpay;
  const [server, client, qwac, other, merchant] = await Promise.all([
    authority.issueServer([host, 'localhost', '127.0.0.1', '::1']),
    authority.issueClient({ commonName: first?.id ?? 'client', extensions }),
    demoQwac(authority, { commonName: first?.id ?? 'qwac', extensions }),
    authority.issueClient({ commonName: second?.id ?? 'other', extensions }),
    newKeyPair('rsa', { modulusLength: 2048 }),
  ]);
  const held = [[client, qwac], [other]];
  const connectpay = accounts.connectpay
    .map((account, index) => attach(account, held[index]))
    .map((account, index) => (index === 0 ? withPublicKey(account, merchant.publicKey) : account));
  const attached = { ...accounts, connectpay };
  return { server, client, qwac, other, attached, merchantKey: merchant.privateKey };
}

/** Of an account information service, which may not initiate payments. */
function demoQwac(
  authority: Authority,
  request: Pick<QwacRequest, 'commonName' | 'extensions'>,
): Promise<IssuedCertificate> {
  return issueQwac(authority, {
    ...request,
    organizationIdentifier: 'PSDLT-BL-LB000001',
    psd2: { roles: [PSD2_ROLES.PSP_AI], authorityName: 'Lietuvos bankas', authorityId: 'LT-BL' },
  });
}

function attach(account: Account, issued: readonly IssuedCertificate[] = []): Account {
  if (issued.length === 0) return account;
  const attachments = issued.map(({ certificate }) => attachmentOf(certificate));
  return { ...account, certificates: [...(account.certificates ?? []), ...attachments] };
}

function withPublicKey(account: Account, key: KeyObject): Account {
  return { ...account, publicKeys: [...(account.publicKeys ?? []), key] };
}

function writeKey(file: string, pem: string): void {
  writeFileSync(file, pem, { mode: 0o600 });
  // A file that was there before keeps its mode when it is written.
  chmodSync(file, 0o600);
}
