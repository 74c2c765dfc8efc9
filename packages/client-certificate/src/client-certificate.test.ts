import { X509Certificate } from 'node:crypto';
import { type Explanation, memoryDirectory } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { createAuthority, issueCertificate, presented, x509 } from '../../../test/support/authority.ts';
import { certificateVerdicts } from '../../../test/support/certificate-verdict.ts';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { movableClock } from '../../../test/support/movable-clock.ts';
import { attachmentOf } from './attachment.ts';
import { type ClientCertificateOptions, clientCertificate } from './client-certificate.ts';
import type { RevocationCheck } from './revocation/revocation-check.ts';

const now = Date.parse('2026-01-02T03:04:05Z');
const clock = () => now;
const authority = await createAuthority({ commonName: 'Test CA', clock });
const good = await authority.issueClient({ commonName: 'api.partner.example', serialNumber: '0a1b2c3d4e5f' });
const verdictOn = certificateVerdicts(authority, clock);
const trustAnchors = authority.root.pem;

const requestOver = (transport: object = {}) => {
  const clientCertificate = presented(good, authority.intermediate);
  return inboundRequest({ transport: { clientCertificate, ...transport } });
};

test('an attached certificate is accepted, and the principal says which one it is', async () => {
  const { verdict } = await verdictOn(good);
  expect(verdict).toEqual({
    outcome: 'accepted',
    principal: {
      account: 'partner',
      serialNumber: 'a1b2c3d4e5f',
      commonName: 'api.partner.example',
      issuer: 'CN=Test CA Issuing,O=Countersign',
      fingerprint256: good.certificate.fingerprint256,
      notAfter: good.certificate.validToDate.getTime(),
    },
  });
});

test('no certificate is absent', async () => {
  const explain: Explanation = [];
  const verifier = clientCertificate({ directory: memoryDirectory([]), trustAnchors });
  expect(await verifier.verify(inboundRequest(), { explain })).toEqual({ outcome: 'absent' });
  expect(explain).toMatchObject([{ outcome: 'failed', detail: 'no certificate was sent' }]);
});

describe('the directory', () => {
  test('is asked for lower-case hexadecimal without leading zeros', async () => {
    const lookedUp: string[] = [];
    const findBySerialNumber = (serialNumber: string) => {
      lookedUp.push(serialNumber);
      return [];
    };
    const { outcome } = await verdictOn(good, { directory: { findBySerialNumber } });
    expect(outcome).toBe('certificate-not-attached');
    expect(lookedUp).toEqual(['a1b2c3d4e5f']);
  });

  test('that fails is unavailable, never accepted', async () => {
    const cause = new Error('connection refused');
    const directory = { findBySerialNumber: () => Promise.reject(cause) };
    const { verdict } = await verdictOn(good, { directory });
    expect(verdict).toEqual({ outcome: 'unavailable', cause, retryAfter: 1 });
  });

  test('is not asked about a certificate that is not trusted', async () => {
    const findBySerialNumber = () => expect.unreachable();
    const { outcome } = await verdictOn(good, { directory: { findBySerialNumber }, beside: [] });
    expect(outcome).toBe('certificate-untrusted');
  });

  test('is asked on every request', async () => {
    const directory = memoryDirectory([{ id: 'partner', certificates: [attachmentOf(good.pem)] }]);
    const verifier = clientCertificate({ directory, trustAnchors, clock });
    expect(await verifier.verify(requestOver())).toMatchObject({ outcome: 'accepted' });
    directory.set({ id: 'partner', certificates: [] });
    expect(await verifier.verify(requestOver())).toMatchObject({ reason: 'certificate-not-attached' });
  });
});

describe('dates', () => {
  const notBefore = Date.parse('2026-03-01T00:00:00Z');
  const notAfter = Date.parse('2026-04-01T00:00:00Z');

  test.each([
    { at: notBefore - 1, outcome: 'certificate-not-yet-valid' },
    { at: notBefore, outcome: 'accepted' },
    { at: notAfter, outcome: 'accepted' },
    { at: notAfter + 1, outcome: 'certificate-expired' },
    { at: Number.NaN, outcome: 'certificate-expired' },
  ])('at $at: $outcome', async ({ at, outcome }) => {
    const issued = await authority.issueClient({ commonName: 'x', notBefore, notAfter });
    expect((await verdictOn(issued, { clock: () => at })).outcome).toBe(outcome);
  });

  test('of an intermediate count too', async () => {
    const years11 = now + 11 * 365 * 86_400_000;
    const issued = await authority.issueClient({ commonName: 'x', notAfter: years11 + 1000 });
    const { outcome, explain } = await verdictOn(issued, { clock: () => years11 });
    expect(outcome).toBe('certificate-expired');
    expect(explain.at(-1)?.detail).toMatch(
      /^CN=Test CA Issuing,O=Countersign expired at 2035-12-31T03:04:05/,
    );
  });

  test('are looked at on every request', async () => {
    const moving = movableClock('2026-01-02T03:04:05Z');
    const directory = memoryDirectory([{ id: 'partner', certificates: [attachmentOf(good.pem)] }]);
    const verifier = clientCertificate({ directory, trustAnchors, clock: moving });
    expect(await verifier.verify(requestOver())).toMatchObject({ outcome: 'accepted' });
    moving.advance({ seconds: 91 * 86_400 });
    expect(await verifier.verify(requestOver())).toMatchObject({ reason: 'certificate-expired' });
    moving.advance({ seconds: -91 * 86_400 });
    expect(await verifier.verify(requestOver())).toMatchObject({ outcome: 'accepted' });
  });
});

test.each([
  { what: 'active', account: { status: 'active' }, outcome: 'accepted' },
  { what: 'inactive', account: { status: 'inactive' }, outcome: 'account-inactive' },
  { what: 'expired', account: { status: 'expired' }, outcome: 'account-expired' },
  {
    what: 'with expired credentials',
    account: { status: 'credentials-expired' },
    outcome: 'credentials-expired',
  },
  { what: 'called from its range', account: { addresses: ['198.51.100.0/24'] }, outcome: 'accepted' },
  {
    what: 'called from elsewhere',
    account: { addresses: ['203.0.113.0/24'] },
    outcome: 'address-not-allowed',
  },
] as const)('an account $what: $outcome', async ({ account, outcome }) => {
  const accounts = [{ id: 'partner', certificates: [attachmentOf(good.pem)], ...account }];
  const answer = await verdictOn(good, { accounts });
  expect(answer.outcome).toBe(outcome);
  if (answer.verdict.outcome === 'rejected') expect(answer.verdict.account).toBe('partner');
});

test('TLS older than 1.2 is refused where it is asked for', async () => {
  const directory = memoryDirectory([{ id: 'partner', certificates: [attachmentOf(good.pem)] }]);
  const verifier = clientCertificate({ directory, trustAnchors, clock, requireTls: true });
  const over = (tlsVersion: string) => verifier.verify(requestOver({ tlsVersion }));
  expect(await over('TLSv1.1')).toMatchObject({ reason: 'insecure-transport' });
  expect(await over('TLSv1.2')).toMatchObject({ outcome: 'accepted' });
});

test('the challenge goes with 401 and not with 403', () => {
  const verifier = clientCertificate({ directory: memoryDirectory([]), trustAnchors, realm: 'Partners' });
  expect(verifier.challenges?.({ outcome: 'absent' })).toEqual(['ClientCertificate realm="Partners"']);
  expect(verifier.challenges?.({ outcome: 'rejected', reason: 'certificate-expired' })).toHaveLength(1);
  expect(verifier.challenges?.({ outcome: 'rejected', reason: 'account-inactive' })).toEqual([]);
});

describe('what cannot be read', () => {
  const attached = [{ serialNumber: '01', commonName: 'x' }];
  const lenient = { attached, requireIssuer: false };
  const { clientAuth, serverAuth } = x509.ExtendedKeyUsage;

  test('an extension that is there twice', async () => {
    const twice = await authority.issueClient({
      commonName: 'x',
      serialNumber: '01',
      usages: [serverAuth],
      extensions: [new x509.ExtendedKeyUsageExtension([clientAuth])],
    });
    expect((await verdictOn(twice, lenient)).outcome).toBe('certificate-malformed');
  });

  test.each([
    { bytes: 14_000, outcome: 'accepted' },
    { bytes: 17_000, outcome: 'certificate-malformed' },
  ])('a description of $bytes bytes: $outcome', async ({ bytes, outcome }) => {
    const subject = [['2.5.4.13', 'd'.repeat(bytes)]] as const;
    const giant = await authority.issueClient({ commonName: 'x', serialNumber: '01', subject });
    expect((await verdictOn(giant, lenient)).outcome).toBe(outcome);
  });
});

describe('configuration', () => {
  const directory = memoryDirectory([]);
  const brokenPem = trustAnchors.replace(/[A-Z]{6}/, '');

  test.each<{ options: object; message: RegExp }>([
    { options: { directory: {}, trustAnchors }, message: /directory must have findBySerialNumber/ },
    { options: { directory }, message: /trustAnchors must be X.509 certificates/ },
    { options: { directory, trustAnchors: [] }, message: /trustAnchors must hold at least one/ },
    { options: { directory, trustAnchors: '' }, message: /trustAnchors must be X.509 certificates/ },
    { options: { directory, trustAnchors: brokenPem }, message: /trustAnchors must be X.509 certificates/ },
    {
      options: { directory, trustAnchors: [trustAnchors, authority.root.keyPem] },
      message: /trustAnchors must be X.509 certificates/,
    },
    {
      options: { directory, trustAnchors: good.chainPem },
      message: /trustAnchors must be certificates of authorities/,
    },
    {
      options: { directory, trustAnchors, intermediates: good.certificate },
      message: /intermediates must be certificates of authorities/,
    },
    { options: { directory, trustAnchors, realm: '' }, message: /realm must be/ },
    {
      options: { directory, trustAnchors, requireIssuer: null },
      message: /requireIssuer must be true or false/,
    },
    {
      options: { directory, trustAnchors, revocation: { ocsp: true } },
      message: /revocation must have statusOf/,
    },
    {
      options: { directory, trustAnchors, revocation: null },
      message: /revocation must have statusOf/,
    },
    { options: { directory, trustAnchors, requireTls: 'no' }, message: /requireTls must be true or false/ },
    { options: { directory, trustAnchors, clock: 0 }, message: /clock must be a function/ },
    { options: { directory, trustAnchors, onVerdict: 0 }, message: /onVerdict must be a function/ },
  ])('says what is wrong: $message', ({ options, message }) => {
    expect(() => clientCertificate(options as ClientCertificateOptions)).toThrow(message);
    expect(() => clientCertificate(options as ClientCertificateOptions)).toThrow(TypeError);
  });

  test.each([
    { what: 'one PEM', anchors: trustAnchors },
    { what: 'a list of PEM', anchors: [trustAnchors] },
    {
      what: 'a bundle with comments',
      anchors: `# a root\n${trustAnchors}\n# more\n${authority.intermediate.pem}`,
    },
    { what: 'X509Certificate', anchors: new X509Certificate(trustAnchors) },
  ])('trust anchors may be $what', async ({ anchors }) => {
    expect((await verdictOn(good, { trustAnchors: anchors })).outcome).toBe('accepted');
  });
});

test.each([{ status: 'hold' }, {}, undefined, 'good', true])(
  'a revocation check that says %j has not said that a certificate is good',
  async (answer) => {
    const revocation = { statusOf: async () => answer } as unknown as RevocationCheck;
    expect((await verdictOn(good, { revocation })).outcome).toBe('unavailable');
  },
);

test('an explanation names every check', async () => {
  const { explain } = await verdictOn(good);
  const path = 'CN=api.partner.example ← CN=Test CA Issuing,O=Countersign ← CN=Test CA,O=Countersign';
  expect(explain.map(({ check, outcome, detail }) => `${check} ${outcome}: ${detail}`)).toEqual([
    'client certificate passed: CN=api.partner.example, serial number a1b2c3d4e5f',
    `trusted chain passed: ${path}`,
    'validity passed: every certificate is in date',
    'attached certificate passed: attached to partner',
    'account state passed: active',
  ]);
});

test('an untrusted certificate is told the mistake that was made', async () => {
  const selfSigned = await issueCertificate({ subject: [['CN', 'x']], notBefore: now, notAfter: now });
  const { outcome, explain } = await verdictOn(selfSigned);
  expect(outcome).toBe('certificate-untrusted');
  expect(explain.at(-1)?.hint).toMatch(/self-signed/);
  expect((await verdictOn(good, { beside: [] })).explain.at(-1)?.hint).toMatch(/came alone/);
});
