import { type Explanation, memoryDirectory, refusalOf, type VerdictEvent } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import {
  createAuthority,
  type IssuedCertificate,
  issueQwac,
  PSD2_ROLES,
  presented,
  QC_TYPES,
  qcStatements,
} from '../../../../test/support/authority.ts';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { attachmentOf } from '../attachment.ts';
import { clientCertificate } from '../client-certificate.ts';
import { type Psd2RoleOptions, psd2Role } from './psd2-role.ts';
import type { Psd2Role } from './read-psd2.ts';

const authority = await createAuthority({ commonName: 'Test CA' });
const qwac = (roles: readonly Psd2Role[], types?: readonly string[]) =>
  issueQwac(authority, {
    commonName: 'psp.example',
    organizationIdentifier: 'PSDLT-BL-LB000001',
    types,
    psd2: {
      roles: roles.map((role) => PSD2_ROLES[role]),
      authorityName: 'Lietuvos bankas',
      authorityId: 'LT-BL',
    },
  });

const information = await qwac(['PSP_AI']);
const both = await qwac(['PSP_PI', 'PSP_AI']);
const seal = await qwac(['PSP_AI'], [QC_TYPES.eseal]);
const plain = await authority.issueClient({ commonName: 'psp.example' });
const attached = [information, both, seal, plain].map(({ pem }) => attachmentOf(pem));
const directory = memoryDirectory([{ id: 'psp', certificates: attached }]);
const trustAnchors = authority.root.pem;
const certificate = clientCertificate({ directory, trustAnchors });

const requestWith = (sent: IssuedCertificate | undefined) => {
  const clientCertificate = sent && presented(sent, authority.intermediate);
  return inboundRequest({ transport: { clientCertificate } });
};

async function verdictOf(role: Psd2Role, sent: IssuedCertificate | undefined, explain: Explanation = []) {
  const verdict = await psd2Role(role, certificate).verify(requestWith(sent), { explain });
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

test.each([
  { role: 'PSP_AI', what: 'that role', sent: information, outcome: 'accepted' },
  { role: 'PSP_PI', what: 'another role', sent: information, outcome: 'role-missing' },
  { role: 'PSP_AS', what: 'another role', sent: information, outcome: 'role-missing' },
  { role: 'PSP_AI', what: 'both', sent: both, outcome: 'accepted' },
  { role: 'PSP_PI', what: 'both', sent: both, outcome: 'accepted' },
  { role: 'PSP_IC', what: 'both of two others', sent: both, outcome: 'role-missing' },
  { role: 'PSP_AI', what: 'a seal', sent: seal, outcome: 'certificate-not-qualified' },
  {
    role: 'PSP_AI',
    what: 'a certificate of no such kind',
    sent: plain,
    outcome: 'certificate-not-qualified',
  },
  { role: 'PSP_AI', what: 'no certificate', sent: undefined, outcome: 'absent' },
] as const)('$role of $what: $outcome', async ({ role, sent, outcome }) => {
  expect(await verdictOf(role, sent)).toBe(outcome);
});

test('without a demand all of them are accepted, and the principal says what it is', async () => {
  const principalOf = async (sent: IssuedCertificate) => {
    const verdict = await certificate.verify(requestWith(sent));
    return verdict.outcome === 'accepted' && verdict.principal;
  };
  expect(await principalOf(information)).toMatchObject({
    account: 'psp',
    psd2: {
      roles: ['PSP_AI'],
      competentAuthority: { name: 'Lietuvos bankas', id: 'LT-BL' },
      organizationIdentifier: 'PSDLT-BL-LB000001',
    },
  });
  expect(await principalOf(seal)).not.toHaveProperty('psd2');
  expect(await principalOf(plain)).not.toHaveProperty('psd2');
});

test('two roles are demanded by wrapping twice', async () => {
  const demand = psd2Role('PSP_AI', psd2Role('PSP_PI', certificate));
  expect(await demand.verify(requestWith(both))).toMatchObject({ outcome: 'accepted' });
  expect(await demand.verify(requestWith(information))).toMatchObject({ reason: 'role-missing' });
});

test('what is not attached is refused for that, whatever its role', async () => {
  const stranger = await qwac(['PSP_AI']);
  expect(await verdictOf('PSP_AI', stranger)).toBe('certificate-not-attached');
});

test('QC statements that are critical limit a certificate in a way that is not understood', async () => {
  const critical = await authority.issueClient({
    commonName: 'psp.example',
    extensions: [qcStatements({}, true)],
  });
  directory.set({ id: 'critical', certificates: [attachmentOf(critical.pem)] });
  expect(await verdictOf('PSP_AI', critical)).toBe('certificate-untrusted');
});

test('a lacking role is 403, with the reason and without a challenge', async () => {
  const verifier = psd2Role('PSP_PI', certificate);
  const request = requestWith(information);
  const verdict = await verifier.verify(request);
  expect(verdict).toEqual({ outcome: 'rejected', reason: 'role-missing', account: 'psp' });
  if (verdict.outcome !== 'rejected') return;
  const { status, headers, body } = refusalOf(verifier, verdict, request);
  expect(status).toBe(403);
  expect(headers['www-authenticate']).toBeUndefined();
  expect(JSON.parse(body)).toMatchObject({ status: 403, reason: 'role-missing' });
});

test('no certificate is refused as ever', () => {
  const refusal = refusalOf(psd2Role('PSP_PI', certificate), { outcome: 'absent' }, requestWith(undefined));
  expect(refusal.headers['www-authenticate']).toEqual(['ClientCertificate realm="API"']);
});

test('the verdict is published', async () => {
  const events: VerdictEvent[] = [];
  const verifier = psd2Role('PSP_PI', certificate, { onVerdict: (event) => void events.push(event) });
  await verifier.verify(requestWith(information));
  expect(events).toMatchObject([
    { scheme: 'psd2-role(client-certificate)', reason: 'role-missing', account: 'psp' },
  ]);
});

test.each([
  { what: 'a role', sent: information, detail: 'PSP_PI is wanted, PSP_AI held' },
  {
    what: 'a qualified certificate',
    sent: seal,
    detail: 'PSP_PI is wanted, and the certificate is no QWAC for PSD2',
  },
])('an explanation says which of them lacks: $what', async ({ sent, detail }) => {
  const explain: Explanation = [];
  await verdictOf('PSP_PI', sent, explain);
  expect(explain.at(-1)).toEqual({ check: 'PSD2 role', outcome: 'failed', detail });
});

test('an explanation says why a certificate is no QWAC', async () => {
  const explain: Explanation = [];
  await verdictOf('PSP_AI', seal, explain);
  expect(explain).toContainEqual({
    check: 'qualified certificate',
    outcome: 'failed',
    detail: 'is no QWAC for PSD2: it is not for website authentication (QWAC) alone',
  });
});

describe('configuration', () => {
  test.each<{ role: unknown; verifier: unknown; options?: unknown; message: RegExp }>([
    { role: 'PSP_XX', verifier: certificate, message: /role must be one of PSP_AS, PSP_PI, PSP_AI, PSP_IC/ },
    { role: 'psp_ai', verifier: certificate, message: /role must be one of/ },
    { role: undefined, verifier: certificate, message: /role must be one of/ },
    { role: 'PSP_AI', verifier: undefined, message: /psd2Role needs a verifier/ },
    { role: 'PSP_AI', verifier: {}, message: /psd2Role needs a verifier/ },
    {
      role: 'PSP_AI',
      verifier: certificate,
      options: { onVerdict: 0 },
      message: /onVerdict must be a function/,
    },
  ])('says what is wrong: $message', ({ role, verifier, options, message }) => {
    const make = () =>
      psd2Role(role as Psd2Role, verifier as typeof certificate, options as Psd2RoleOptions | undefined);
    expect(make).toThrow(message);
    expect(make).toThrow(TypeError);
  });
});
