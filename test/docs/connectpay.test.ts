import { generateKeyPairSync } from 'node:crypto';
import { memoryRevocationList, tokenIssuer } from '@countersign/bearer';
import { attachmentOf, psd2Role } from '@countersign/client-certificate';
import { type MemoryDirectory, memoryDirectory } from '@countersign/core';
import { connectpay } from '@countersign/providers';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Authority,
  createAuthority,
  type IssuedCertificate,
  issueQwac,
  PSD2_ROLES,
  presented,
} from '../support/authority.ts';
import { basicOf } from '../support/call.ts';
import {
  answersOf,
  basicRequest,
  bearerRequest,
  clock,
  distinct,
  documented,
  now,
  type Refused,
  withHeaders,
} from '../support/documented-refusals.ts';
import { inboundRequest } from '../support/inbound-request.ts';
import { otherPair, pair, signRequest } from '../support/sign-request.ts';

describe('ConnectPay', () => {
  let refused: Refused[] = [];

  beforeAll(async () => {
    const authority = await createAuthority({ commonName: 'CA', clock });
    const stranger = await createAuthority({ commonName: 'Other CA', clock });
    const certificate = await authority.issueClient({ commonName: 'app.example' });
    const directory = memoryDirectory([
      { id: 'App', secrets: ['s'], certificates: [attachmentOf(certificate.pem)] },
      { id: 'Other', secrets: ['s'] },
      { id: 'Closed', secrets: ['s'], status: 'inactive' },
    ]);
    const qwac = await issueQwac(authority, {
      commonName: 'psp.example',
      organizationIdentifier: 'PSDLT-BL-LB000001',
      psd2: { roles: [PSD2_ROLES.PSP_AI], authorityName: 'Lietuvos bankas', authorityId: 'LT-BL' },
    });
    directory.set({ id: 'Psp', certificates: [attachmentOf(qwac.pem)] });
    refused = [
      ...rolesRefused(directory, authority, certificate, qwac),
      ...hostsRefused(directory),
      ...signaturesRefused(),
      ...(await tokensRefused(directory)),
      ...(await certificatesRefused(directory, authority, stranger, certificate)),
      ...[connectpay.basic({ directory }), connectpay.partner({ directory })].flatMap((verifier, index) => {
        const name = index === 0 ? 'authorization' : 'x-connectpay-api-key';
        const sent = (id: string, secret: string) => withHeaders({ [name]: basicOf(id, secret) });
        return [
          { reason: 'absent', verifier, request: inboundRequest() },
          { reason: 'credentials-malformed', verifier, request: sent('', 's') },
          { reason: 'account-unknown', verifier, request: sent('Nobody', 's') },
          { reason: 'proof-mismatch', verifier, request: sent('App', 'other') },
          { reason: 'account-inactive', verifier, request: sent('Closed', 's') },
        ];
      }),
    ];
  });

  test('the page is what is answered', async () => {
    expect(distinct(documented('connectpay', 'status'))).toEqual(distinct(await answersOf(refused)));
  });
});

async function tokensRefused(directory: MemoryDirectory): Promise<Refused[]> {
  const { privateKey: key, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const common = { key, kid: 'k', algorithm: 'ES256', issuer: 'us', clock } as const;
  const user = { account: 'App', userId: 'u', psuIpAddress: '203.0.113.7' };
  const from = { 'psu-ip-address': '203.0.113.7' };
  const revocations = memoryRevocationList({ clock });
  const verifier = connectpay.client({
    directory,
    keys: [{ kid: 'k', key: publicKey }],
    algorithms: ['ES256'],
    issuer: 'us',
    revocations,
    clock,
  });
  const issued = async (
    options: Partial<Parameters<typeof connectpay.tokenIssuer>[0]> = {},
    headers: Record<string, string> = from,
  ) =>
    bearerRequest(
      (await connectpay.tokenIssuer({ ...common, ...options }).issueToUser(user)).accessToken,
      headers,
    );
  const revoked = async () => {
    const token = await connectpay.tokenIssuer(common).issueToUser(user);
    revocations.revoke(token.tokenId, now + 600_000);
    return bearerRequest(token.accessToken, from);
  };
  const own = async () =>
    bearerRequest((await connectpay.tokenIssuer(common).issue({ account: 'App' })).accessToken, from);
  const tooLong = async () => {
    const issuer = tokenIssuer({ ...common, lifetimeSeconds: 301, psuIpClaim: 'psu_ip' });
    return bearerRequest((await issuer.issue({ account: 'App', scopes: ['client'] })).accessToken, from);
  };
  const another = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  return [
    { reason: 'absent', verifier, request: inboundRequest() },
    { reason: 'credentials-malformed', verifier, request: withHeaders({ authorization: 'Bearer' }) },
    { reason: 'credentials-malformed', verifier, request: bearerRequest('a b') },
    { reason: 'token-expired', verifier, request: issued({ clock: () => now - 300_000 }) },
    { reason: 'token-revoked', verifier, request: revoked() },
    { reason: 'token-key-unknown', verifier, request: issued({ kid: 'other' }) },
    { reason: 'proof-mismatch', verifier, request: issued({ key: another }) },
    { reason: 'token-claim-mismatch', verifier, request: issued({ issuer: 'them' }) },
    { reason: 'token-lifetime-too-long', verifier, request: tooLong() },
    { reason: 'scope-insufficient', verifier, request: own() },
    { reason: 'psu-ip-absent', verifier, request: issued({}, {}) },
    { reason: 'psu-ip-malformed', verifier, request: issued({}, { 'psu-ip-address': '203.0.113.7:443' }) },
    { reason: 'psu-ip-mismatch', verifier, request: issued({}, { 'psu-ip-address': '203.0.113.8' }) },
  ];
}

async function certificatesRefused(
  directory: MemoryDirectory,
  authority: Authority,
  stranger: Authority,
  attached: IssuedCertificate,
): Promise<Refused[]> {
  const at = (time: number) =>
    connectpay.mutualTls({ directory, trustAnchors: authority.root.pem, clock: () => time });
  const sent = (certificate: IssuedCertificate, id = 'App') =>
    basicRequest(id, 's', {
      transport: { clientCertificate: presented(certificate, authority.intermediate) },
    });
  const { validFromDate, validToDate } = attached.certificate;
  const verifier = at(now);
  return [
    {
      reason: 'certificate-untrusted',
      verifier,
      request: sent(await stranger.issueClient({ commonName: 'app.example' })),
    },
    { reason: 'certificate-expired', verifier: at(validToDate.getTime() + 1000), request: sent(attached) },
    {
      reason: 'certificate-not-yet-valid',
      verifier: at(validFromDate.getTime() - 1000),
      request: sent(attached),
    },
    {
      reason: 'certificate-not-attached',
      verifier,
      request: sent(await authority.issueClient({ commonName: 'new.example' })),
    },
    ...(['revoked', 'unknown'] as const).map((status) => ({
      reason: status === 'revoked' ? 'certificate-revoked' : 'certificate-status-unknown',
      verifier: connectpay.mutualTls({
        directory,
        trustAnchors: authority.root.pem,
        clock,
        revocation: { statusOf: async () => ({ status }) },
      }),
      request: sent(attached),
    })),
    { reason: 'identity-conflict', verifier, request: sent(attached, 'Other') },
  ];
}

function rolesRefused(
  directory: MemoryDirectory,
  authority: Authority,
  certificate: IssuedCertificate,
  qwac: IssuedCertificate,
): Refused[] {
  const trusting = connectpay.certificate({ directory, trustAnchors: authority.root.pem, clock });
  const verifier = psd2Role('PSP_PI', trusting);
  const sent = (one: IssuedCertificate) =>
    inboundRequest({ transport: { clientCertificate: presented(one, authority.intermediate) } });
  return [
    { reason: 'certificate-not-qualified', verifier, request: sent(certificate) },
    { reason: 'role-missing', verifier, request: sent(qwac) },
  ];
}

function signaturesRefused(): Refused[] {
  const directory = memoryDirectory([
    { id: 'App', secrets: ['s'], publicKeys: [pair.publicKey] },
    { id: 'Other', secrets: ['s'], publicKeys: [otherPair.publicKey] },
    { id: 'Closed', secrets: ['s'], publicKeys: [pair.publicKey], status: 'inactive' },
  ]);
  const verifier = connectpay.merchant({ directory, authority: 'api.example.com', clock });
  const signature = signRequest({ url: 'api.example.com/' });
  const sent = (id: string, headers: Record<string, string> = {}, parts = {}) =>
    withHeaders({ authorization: basicOf(id, 's'), 'x-signature': signature, ...headers }, parts);
  return [
    { reason: 'absent', verifier, request: basicRequest('App', 's') },
    { reason: 'credentials-malformed', verifier, request: sent('App', { 'x-signature': 'ä' }) },
    { reason: 'account-unknown', verifier, request: sent('Nobody') },
    { reason: 'proof-mismatch', verifier, request: sent('App', {}, { target: '/other' }) },
    { reason: 'identity-conflict', verifier, request: sent('Other') },
    { reason: 'account-inactive', verifier, request: sent('Closed') },
    { reason: 'body-too-large', verifier, request: sent('App', {}, { body: { kind: 'too-large' } }) },
  ];
}

function hostsRefused(directory: MemoryDirectory): Refused[] {
  const hosts = connectpay.hosts({ oneWay: ['api2.example.com'], twoWay: ['api.example.com'] });
  const basic = connectpay.basic({ directory });
  const named = (host: string, serverName = host) => inboundRequest({ host, transport: { serverName } });
  return [
    { reason: 'host-not-allowed', verifier: hosts.oneWay(basic), request: named('api.example.com') },
    { reason: 'host-not-allowed', verifier: hosts.twoWay(basic), request: named('api2.example.com') },
    {
      reason: 'host-not-allowed',
      verifier: hosts.twoWay(basic),
      request: named('api.example.com', 'api2.example.com'),
    },
  ];
}
