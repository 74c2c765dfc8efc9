import type { X509Certificate } from 'node:crypto';
import { attachmentOf } from '@countersign/client-certificate';
import type { ClientCertificate } from '@countersign/contract';
import type { Account } from '@countersign/core';
import { certificateRegister } from '../../packages/sandbox/src/authority/certificate-register.ts';
import {
  type OcspResponder,
  startOcspResponder,
} from '../../packages/sandbox/src/authority/ocsp-responder.ts';
import {
  createAuthority,
  type IssuedCertificate,
  issueCertificate,
  issueQwac,
  leafExtensions,
  PSD2_ROLES,
  QC_TYPES,
  x509,
} from '../support/authority.ts';

const DAY_MS = 86_400_000;
const { ExtendedKeyUsage } = x509;

export const pairs = {
  account: { id: 'Partner-1', secret: 'partner-secret' },
  otherAccount: { id: 'Partner-2', secret: 'other-secret' },
  inactiveAccount: { id: 'Partner-3', secret: 'inactive-secret' },
  closingAccount: { id: 'Partner-4', secret: 'closing-secret' },
};

type Issued = Awaited<ReturnType<typeof issueAll>>;
type Name = keyof Issued;

/** A certificate of every kind that a case needs. Every one but the strangers is attached to an account. */
export interface ContractCertificates extends AsyncDisposable {
  readonly issued: Issued;
  /** The root of most of them, and of another authority that is trusted. */
  readonly trustAnchors: readonly string[];
  /** What the root of most of them issued, and what issued them. */
  readonly intermediate: IssuedCertificate;
  readonly accounts: readonly Account[];
  readonly holders: readonly Holder[];
  /** For the profiles: what is under `certificates`, `closing` and `psd2`. */
  readonly certificates: Readonly<Partial<Record<Name, ClientCertificate>>>;
}

/** An account, and which certificates it holds. */
export interface Holder {
  readonly id: string;
  readonly secret: string;
  readonly active: boolean;
  readonly held: readonly X509Certificate[];
}

/** Those that no account holds. */
const strangers: readonly Name[] = ['unattached', 'sameName', 'sameSerial', 'otherIssuer'];
const elsewhere: readonly Name[] = ['other', 'inactive', 'closing'];

export async function contractCertificates(): Promise<ContractCertificates> {
  const authority = await createAuthority({ commonName: 'Contract CA' });
  const trusted = await createAuthority({ commonName: 'Trusted too' });
  const register = certificateRegister();
  const issuer = authority.intermediate;
  const responder = await startOcspResponder({ issuer, register, clock: Date.now });
  const issued = await issueAll(authority, trusted, responder);
  register.add('revoked', issued.revoked);
  register.set('revoked', 'revoked');
  const names = Object.keys(issued) as Name[];
  const own = names.filter((name) => !strangers.includes(name) && !elsewhere.includes(name));
  const { account, otherAccount, inactiveAccount, closingAccount } = pairs;
  const holding = (pair: typeof account, ...held: Name[]): Holder => ({
    ...pair,
    active: pair !== inactiveAccount,
    held: held.map((name) => issued[name].certificate),
  });
  const holders = [
    holding(account, ...own),
    holding(otherAccount, 'other'),
    holding(inactiveAccount, 'inactive'),
    holding(closingAccount, 'closing'),
  ];
  return {
    issued,
    trustAnchors: [authority.root.pem, trusted.root.pem],
    intermediate: authority.intermediate,
    holders,
    accounts: holders.map(({ id, secret, active, held }) => ({
      id,
      secrets: [secret],
      certificates: held.map((one) => attachmentOf(one)),
      ...(!active && { status: 'inactive' as const }),
    })),
    certificates: Object.fromEntries(
      names.map((name) => [name, { chain: issued[name].chainPem, key: issued[name].keyPem }]),
    ),
    [Symbol.asyncDispose]: () => responder.close(),
  };
}

type Authority = Awaited<ReturnType<typeof createAuthority>>;

async function issueAll(authority: Authority, trusted: Authority, responder: OcspResponder) {
  const now = Date.now();
  const commonName = pairs.account.id;
  const serialNumber = '1a2b3c4d5e6f';
  const namesake = await createAuthority({ commonName: 'Contract CA' });
  const client = await authority.issueClient({ commonName, serialNumber });
  const clientUsage = leafExtensions([ExtendedKeyUsage.clientAuth]);
  const dates = { notBefore: now - DAY_MS, notAfter: now + DAY_MS };
  const qualified = {
    commonName,
    organizationIdentifier: 'PSDLT-BL-LB000001',
    psd2: { roles: [PSD2_ROLES.PSP_AI], authorityName: 'Lietuvos bankas', authorityId: 'LT-BL' },
  };
  return {
    client,
    other: await authority.issueClient({ commonName: pairs.otherAccount.id }),
    inactive: await authority.issueClient({ commonName: pairs.inactiveAccount.id }),
    closing: await authority.issueClient({ commonName: pairs.closingAccount.id }),
    unattached: await authority.issueClient({ commonName: 'Stranger' }),
    sameName: await authority.issueClient({ commonName }),
    sameSerial: await authority.issueClient({ commonName: 'Stranger', serialNumber }),
    otherIssuer: await trusted.issueClient({ commonName, serialNumber }),
    untrusted: await namesake.issueClient({ commonName, serialNumber }),
    selfSigned: await issueCertificate({ ...client, serialNumber, extensions: clientUsage, ...dates }),
    issuedByClient: await issueCertificate({
      subject: [['CN', 'Issued by a client']],
      issuer: client,
      extensions: clientUsage,
      ...dates,
    }),
    expired: await authority.issueClient({ commonName: 'Expired', ...dates, notAfter: now - 1000 }),
    notYetValid: await authority.issueClient({ commonName: 'Not yet', ...dates, notBefore: now + 3_600_000 }),
    revoked: await authority.issueClient({
      commonName: 'Revoked',
      extensions: [new x509.AuthorityInfoAccessExtension({ ocsp: [responder.url] })],
    }),
    wrongUsage: await authority.issueClient({ commonName: 'Server', usages: [ExtendedKeyUsage.serverAuth] }),
    qwac: await issueQwac(authority, qualified),
    qwacOtherRole: await issueQwac(authority, {
      ...qualified,
      psd2: { ...qualified.psd2, roles: [PSD2_ROLES.PSP_PI] },
    }),
    qseal: await issueQwac(authority, { ...qualified, types: [QC_TYPES.eseal] }),
  };
}
