import { X509Certificate } from 'node:crypto';
import { type Account, type AttachedCertificate, type Explanation, memoryDirectory } from '@countersign/core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Authority,
  CN,
  createAuthority,
  type IssuedCertificate,
  issueCertificate,
  type NamePart,
  nameOf,
  presented,
  reissued,
  x509,
} from '../../../test/support/authority.ts';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { movableClock } from '../../../test/support/movable-clock.ts';
import { attachmentOf } from './attachment.ts';
import { type ClientCertificateOptions, clientCertificate } from './client-certificate.ts';

const now = Date.parse('2026-01-02T03:04:05Z');
const clock = () => now;
const SERIAL = '0a1b2c3d4e5f';

let authority: Authority;
let good: IssuedCertificate;

beforeAll(async () => {
  authority = await createAuthority({ commonName: 'Test CA', clock });
  good = await authority.issueClient({ commonName: 'api.partner.example', serialNumber: SERIAL });
});

type Overrides = Partial<ClientCertificateOptions> & { accounts?: Account[] };

function verifierOf(attached: AttachedCertificate[], { accounts, ...options }: Overrides = {}) {
  return clientCertificate({
    directory: memoryDirectory(accounts ?? [{ id: 'partner', certificates: attached }]),
    trustAnchors: authority.root.pem,
    clock,
    ...options,
  });
}

/** What a verifier with `attached` says to a request over a connection with this certificate. */
async function verdictOn(
  issued: IssuedCertificate,
  attached: AttachedCertificate[] = [attachmentOf(issued.certificate)],
  options: Overrides & { beside?: { certificate: X509Certificate }[] } = {},
) {
  const { beside = [authority.intermediate], ...rest } = options;
  const transport = { clientCertificate: presented(issued, ...beside) };
  const explain: Explanation = [];
  const verdict = await verifierOf(attached, rest).verify(inboundRequest({ transport }), { explain });
  return { verdict, outcome: verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome, explain };
}

describe('an attached certificate', () => {
  test('is accepted, and the principal says which one it is', async () => {
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

  test('is found among several of one account, while one replaces another', async () => {
    const next = await authority.issueClient({ commonName: 'api.partner.example' });
    const attached = [attachmentOf(good.pem), attachmentOf(next.chainPem)];
    expect(await verdictOn(good, attached)).toMatchObject({ outcome: 'accepted' });
    expect(await verdictOn(next, attached)).toMatchObject({ outcome: 'accepted' });
  });

  test('no certificate is absent', async () => {
    const explain: Explanation = [];
    const verdict = await verifierOf([]).verify(inboundRequest(), { explain });
    expect(verdict).toEqual({ outcome: 'absent' });
    expect(explain).toMatchObject([{ outcome: 'failed', detail: 'no certificate was sent' }]);
  });

  test('a directory that fails is unavailable, never accepted', async () => {
    const cause = new Error('connection refused');
    const directory = { findBySerialNumber: () => Promise.reject(cause) };
    const { verdict } = await verdictOn(good, [], { directory });
    expect(verdict).toEqual({ outcome: 'unavailable', cause, retryAfter: 1 });
  });

  test('the serial number is looked up as lower-case hexadecimal without leading zeros', async () => {
    const lookedUp: string[] = [];
    const findBySerialNumber = (serialNumber: string) => {
      lookedUp.push(serialNumber);
      return [];
    };
    const directory = { findBySerialNumber };
    expect(await verdictOn(good, [], { directory })).toMatchObject({ outcome: 'certificate-not-attached' });
    expect(lookedUp).toEqual(['a1b2c3d4e5f']);
  });
});

describe('what is attached', () => {
  const issuer = 'CN=Test CA Issuing,O=Countersign';
  const commonName = 'api.partner.example';

  test.each<{ what: string; attached: AttachedCertificate; outcome: string }>([
    {
      what: 'the serial number with colons and capitals',
      attached: { serialNumber: '0A:1B:2C:3D:4E:5F', commonName, issuer },
      outcome: 'accepted',
    },
    {
      what: 'the serial number with more leading zeros',
      attached: { serialNumber: '0000000a1b2c3d4e5f', commonName, issuer },
      outcome: 'accepted',
    },
    {
      what: 'another serial number',
      attached: { serialNumber: '0a1b2c3d4e5e', commonName, issuer },
      outcome: 'certificate-not-attached',
    },
    {
      what: 'the serial number with a zero at its end',
      attached: { serialNumber: '0a1b2c3d4e5f00', commonName, issuer },
      outcome: 'certificate-not-attached',
    },
    {
      what: 'the common name in capitals',
      attached: { serialNumber: SERIAL, commonName: 'API.partner.example', issuer },
      outcome: 'certificate-not-attached',
    },
    {
      what: 'the common name and a space',
      attached: { serialNumber: SERIAL, commonName: `${commonName} `, issuer },
      outcome: 'certificate-not-attached',
    },
    {
      what: 'part of the common name',
      attached: { serialNumber: SERIAL, commonName: 'partner.example', issuer },
      outcome: 'certificate-not-attached',
    },
    {
      what: 'the issuer with spaces',
      attached: { serialNumber: SERIAL, commonName, issuer: 'CN = Test CA Issuing, O = Countersign' },
      outcome: 'accepted',
    },
    {
      what: 'the issuer from its other end',
      attached: { serialNumber: SERIAL, commonName, issuer: 'O=Countersign, CN=Test CA Issuing' },
      outcome: 'accepted',
    },
    {
      what: 'the issuer by object identifiers',
      attached: { serialNumber: SERIAL, commonName, issuer: '2.5.4.3=Test CA Issuing,2.5.4.10=Countersign' },
      outcome: 'accepted',
    },
    {
      what: 'another issuer',
      attached: { serialNumber: SERIAL, commonName, issuer: 'CN=Test CA,O=Countersign' },
      outcome: 'certificate-not-attached',
    },
    {
      what: 'the issuer in capitals',
      attached: { serialNumber: SERIAL, commonName, issuer: 'CN=TEST CA ISSUING,O=Countersign' },
      outcome: 'certificate-not-attached',
    },
    {
      what: 'part of the issuer',
      attached: { serialNumber: SERIAL, commonName, issuer: 'CN=Test CA Issuing' },
      outcome: 'certificate-not-attached',
    },
    {
      what: 'an issuer that is no name',
      attached: { serialNumber: SERIAL, commonName, issuer: 'Test CA Issuing' },
      outcome: 'certificate-not-attached',
    },
    {
      what: 'an empty issuer',
      attached: { serialNumber: SERIAL, commonName, issuer: '' },
      outcome: 'certificate-not-attached',
    },
    {
      what: 'no issuer',
      attached: { serialNumber: SERIAL, commonName },
      outcome: 'certificate-not-attached',
    },
  ])('$what: $outcome', async ({ attached, outcome }) => {
    expect((await verdictOn(good, [attached])).outcome).toBe(outcome);
  });

  test.each<{ what: string; attached: AttachedCertificate; outcome: string }>([
    { what: 'no issuer', attached: { serialNumber: SERIAL, commonName }, outcome: 'accepted' },
    { what: 'the issuer', attached: { serialNumber: SERIAL, commonName, issuer }, outcome: 'accepted' },
    {
      what: 'another issuer',
      attached: { serialNumber: SERIAL, commonName, issuer: 'CN=Other' },
      outcome: 'certificate-not-attached',
    },
    {
      what: 'no issuer, and another common name',
      attached: { serialNumber: SERIAL, commonName: 'x' },
      outcome: 'certificate-not-attached',
    },
  ])('$what, where the issuer is not required: $outcome', async ({ attached, outcome }) => {
    expect((await verdictOn(good, [attached], { requireIssuer: false })).outcome).toBe(outcome);
  });

  test('one certificate attached to two accounts belongs to neither', async () => {
    const certificates = [attachmentOf(good.pem)];
    const accounts = [
      { id: 'one', certificates },
      { id: 'two', certificates },
    ];
    const { outcome, explain } = await verdictOn(good, [], { accounts });
    expect(outcome).toBe('certificate-not-attached');
    expect(explain.at(-1)).toMatchObject({ detail: 'attached to one, two' });
  });

  test('an account that has the serial number, and one that has the certificate: the second', async () => {
    const accounts = [
      { id: 'one', certificates: [{ ...attachmentOf(good.pem), commonName: 'another' }] },
      { id: 'two', certificates: [attachmentOf(good.pem)] },
    ];
    expect((await verdictOn(good, [], { accounts })).verdict).toMatchObject({
      principal: { account: 'two' },
    });
  });

  test('the same serial number and common name from another authority that is trusted too', async () => {
    const other = await createAuthority({ commonName: 'Other CA', clock });
    const twin = await other.issueClient({ commonName, serialNumber: SERIAL });
    const options = { trustAnchors: [authority.root.pem, other.root.pem], beside: [other.intermediate] };
    const { outcome, explain } = await verdictOn(twin, [attachmentOf(good.pem)], options);
    expect(outcome).toBe('certificate-not-attached');
    expect(explain.at(-1)).toMatchObject({
      detail: 'the serial number is attached to partner, with another issuer',
    });
    expect(await verdictOn(twin, [attachmentOf(twin.pem)], options)).toMatchObject({ outcome: 'accepted' });
  });
});

describe('common names', () => {
  const twins = [
    'shop.example',
    'Shop.example',
    'shop.example ',
    ' shop.example',
    'shop.example\0.evil.example',
    'shop.example\n',
    'shop.example,O=Bank',
    'shop.example, O=Bank',
    'shop.example+O=Bank',
    'shop.example+OU=x',
    'shop.example/O=Bank',
    '"shop.example"',
    'shop\\.example',
    '#0c0141',
    'caf\u00e9',
    'cafe\u0301',
    'CN=shop.example',
    'sh\u043ep.example',
  ];

  test.each(twins)('%j is itself and none of its twins', async (commonName) => {
    const issued = await authority.issueClient({ commonName, serialNumber: SERIAL });
    const { issuer } = attachmentOf(issued.pem);
    for (const attached of twins) {
      const { outcome } = await verdictOn(issued, [{ serialNumber: SERIAL, commonName: attached, issuer }]);
      expect([attached, outcome]).toEqual([
        attached,
        attached === commonName ? 'accepted' : 'certificate-not-attached',
      ]);
    }
  });

  const utf8String = 'shop.example';

  test.each<{ what: string; subject: NamePart[]; attached: string; outcome: string }>([
    {
      what: 'a BMPString',
      subject: [[[CN, { bmpString: 'shop.example' }]]],
      attached: utf8String,
      outcome: 'accepted',
    },
    {
      what: 'beside another attribute in one part',
      subject: [
        [
          [CN, { utf8String }],
          ['2.5.4.10', { utf8String: 'Bank' }],
        ],
      ],
      attached: utf8String,
      outcome: 'accepted',
    },
    {
      what: 'before the other attributes',
      subject: [[[CN, { utf8String }]], [['2.5.4.10', { utf8String: 'Bank' }]]],
      attached: utf8String,
      outcome: 'accepted',
    },
    {
      what: 'two in two parts',
      subject: [[[CN, { utf8String: 'evil.example' }]], [[CN, { utf8String }]]],
      attached: utf8String,
      outcome: 'certificate-malformed',
    },
    {
      what: 'two in one part',
      subject: [
        [
          [CN, { utf8String: 'evil.example' }],
          [CN, { utf8String }],
        ],
      ],
      attached: utf8String,
      outcome: 'certificate-malformed',
    },
    {
      what: 'the same one twice',
      subject: [[[CN, { utf8String }]], [[CN, { utf8String }]]],
      attached: utf8String,
      outcome: 'certificate-malformed',
    },
    {
      what: 'none',
      subject: [[['2.5.4.10', { utf8String }]]],
      attached: utf8String,
      outcome: 'certificate-malformed',
    },
    {
      what: 'an empty one',
      subject: [[[CN, { utf8String: '' }]]],
      attached: utf8String,
      outcome: 'certificate-malformed',
    },
    {
      what: 'a bit string',
      subject: [[[CN, Buffer.from('03020041', 'hex')]]],
      attached: 'A',
      outcome: 'certificate-malformed',
    },
    {
      what: 'text beside one that is no text',
      subject: [[[CN, { utf8String }]], [[CN, Buffer.from('03020041', 'hex')]]],
      attached: utf8String,
      outcome: 'certificate-malformed',
    },
    // U+10041, which a parser that keeps 16 bits of it takes for A.
    {
      what: 'a UniversalString beyond 16 bits',
      subject: [[[CN, Buffer.from('1c0400010041', 'hex')]]],
      attached: 'A',
      outcome: 'certificate-malformed',
    },
  ])('$what: $outcome', async ({ subject, attached, outcome }) => {
    const odd = reissued(good, authority.intermediate, (tbs) => {
      tbs.subject = nameOf(...subject);
    });
    const { serialNumber, issuer } = attachmentOf(good.pem);
    expect((await verdictOn(odd, [{ serialNumber, commonName: attached, issuer }])).outcome).toBe(outcome);
  });
});

describe('serial numbers', () => {
  test.each([
    { what: 'zero', bytes: '00', attached: '0', outcome: 'accepted' },
    {
      what: 'minus one, where 255 is attached',
      bytes: 'ff',
      attached: 'ff',
      outcome: 'certificate-malformed',
    },
    { what: '255', bytes: '00ff', attached: 'ff', outcome: 'accepted' },
    {
      what: '20 bytes',
      bytes: `7f${'ff'.repeat(19)}`,
      attached: `7F${':FF'.repeat(19)}`,
      outcome: 'accepted',
    },
    {
      what: '20 bytes but for the last',
      bytes: `7f${'ff'.repeat(19)}`,
      attached: `7f${'ff'.repeat(18)}`,
      outcome: 'certificate-not-attached',
    },
    {
      what: 'beyond what a double holds exactly',
      bytes: '20000000000001',
      attached: '20000000000000',
      outcome: 'certificate-not-attached',
    },
  ])('$what: $outcome', async ({ bytes, attached, outcome }) => {
    const odd = reissued(good, authority.intermediate, (tbs) => {
      tbs.serialNumber = new Uint8Array(Buffer.from(bytes, 'hex')).buffer;
    });
    const { commonName, issuer } = attachmentOf(good.pem);
    expect((await verdictOn(odd, [{ serialNumber: attached, commonName, issuer }])).outcome).toBe(outcome);
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
    expect((await verdictOn(issued, undefined, { clock: () => at })).outcome).toBe(outcome);
  });

  test('are looked at on every request, of a certificate that was accepted before too', async () => {
    const moving = movableClock('2026-03-31T23:59:59Z');
    const issued = await authority.issueClient({ commonName: 'x', notBefore, notAfter });
    const verifier = verifierOf([attachmentOf(issued.pem)], { clock: moving });
    const request = inboundRequest({
      transport: { clientCertificate: presented(issued, authority.intermediate) },
    });
    expect(await verifier.verify(request)).toMatchObject({ outcome: 'accepted' });
    moving.advance({ seconds: 2 });
    expect(await verifier.verify(request)).toMatchObject({ reason: 'certificate-expired' });
    moving.advance({ seconds: -2 });
    expect(await verifier.verify(request)).toMatchObject({ outcome: 'accepted' });
  });
});

describe('the account', () => {
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
  ] as const)('$what: $outcome', async ({ account, outcome }) => {
    const accounts = [{ id: 'partner', certificates: [attachmentOf(good.pem)], ...account }];
    const { verdict, ...answer } = await verdictOn(good, [], { accounts });
    expect(answer.outcome).toBe(outcome);
    if (verdict.outcome === 'rejected') expect(verdict.account).toBe('partner');
  });

  test('is asked for on every request', async () => {
    const directory = memoryDirectory([{ id: 'partner', certificates: [attachmentOf(good.pem)] }]);
    const verifier = clientCertificate({ directory, trustAnchors: authority.root.pem, clock });
    const request = inboundRequest({
      transport: { clientCertificate: presented(good, authority.intermediate) },
    });
    expect(await verifier.verify(request)).toMatchObject({ outcome: 'accepted' });
    directory.set({ id: 'partner', certificates: [] });
    expect(await verifier.verify(request)).toMatchObject({ reason: 'certificate-not-attached' });
  });
});

test('TLS older than 1.2 is refused where it is asked for', async () => {
  const verifier = verifierOf([attachmentOf(good.pem)], { requireTls: true });
  const over = (tlsVersion: string) =>
    inboundRequest({ transport: { tlsVersion, clientCertificate: presented(good, authority.intermediate) } });
  expect(await verifier.verify(over('TLSv1.1'))).toMatchObject({ reason: 'insecure-transport' });
  expect(await verifier.verify(over('TLSv1.2'))).toMatchObject({ outcome: 'accepted' });
});

test('the challenge goes with 401 and not with 403', () => {
  const verifier = verifierOf([], { realm: 'Partners' });
  expect(verifier.challenges?.({ outcome: 'absent' })).toEqual(['ClientCertificate realm="Partners"']);
  expect(verifier.challenges?.({ outcome: 'rejected', reason: 'certificate-expired' })).toHaveLength(1);
  expect(verifier.challenges?.({ outcome: 'rejected', reason: 'account-inactive' })).toEqual([]);
});

test('an extension that is there twice is malformed', async () => {
  const { clientAuth, serverAuth } = x509.ExtendedKeyUsage;
  const extensions = [new x509.ExtendedKeyUsageExtension([clientAuth])];
  const twice = await authority.issueClient({
    commonName: 'x',
    serialNumber: '01',
    usages: [serverAuth],
    extensions,
  });
  const attached = [{ serialNumber: '01', commonName: 'x' }];
  expect((await verdictOn(twice, attached, { requireIssuer: false })).outcome).toBe('certificate-malformed');
});

test('a giant is malformed, whatever else it is', async () => {
  const giant = (bytes: number) =>
    authority.issueClient({ commonName: 'x', subject: [['2.5.4.13', 'd'.repeat(bytes)]] });
  expect((await verdictOn(await giant(14_000))).outcome).toBe('accepted');
  const { certificate, ...rest } = await giant(17_000);
  const attached = [{ serialNumber: certificate.serialNumber, commonName: 'x' }];
  const { outcome } = await verdictOn({ certificate, ...rest }, attached, { requireIssuer: false });
  expect(outcome).toBe('certificate-malformed');
});

describe('wrong configuration', () => {
  const directory = memoryDirectory([]);
  const root = () => authority.root.pem;

  test.each<{ options: () => object; message: RegExp }>([
    {
      options: () => ({ directory: {}, trustAnchors: root() }),
      message: /directory must have findBySerialNumber/,
    },
    { options: () => ({ directory }), message: /trustAnchors must be X.509 certificates/ },
    { options: () => ({ directory, trustAnchors: [] }), message: /trustAnchors must hold at least one/ },
    { options: () => ({ directory, trustAnchors: '' }), message: /trustAnchors must be X.509 certificates/ },
    {
      options: () => ({ directory, trustAnchors: [root(), authority.root.keyPem] }),
      message: /trustAnchors must be X.509 certificates/,
    },
    {
      options: () => ({ directory, trustAnchors: root().replace(/[A-Z]{6}/, '') }),
      message: /trustAnchors must be X.509 certificates/,
    },
    {
      options: () => ({ directory, trustAnchors: good.certificate }),
      message: /trustAnchors must be certificates of authorities/,
    },
    {
      options: () => ({ directory, trustAnchors: good.chainPem }),
      message: /trustAnchors must be certificates of authorities/,
    },
    {
      options: () => ({ directory, trustAnchors: root(), intermediates: good.pem }),
      message: /intermediates must be certificates of authorities/,
    },
    { options: () => ({ directory, trustAnchors: root(), realm: '' }), message: /realm must be/ },
  ])('says what is wrong: $message', ({ options, message }) => {
    expect(() => clientCertificate(options() as ClientCertificateOptions)).toThrow(message);
    expect(() => clientCertificate(options() as ClientCertificateOptions)).toThrow(TypeError);
  });

  test.each([
    { what: 'one PEM', anchors: () => root() },
    { what: 'a list of PEM', anchors: () => [root()] },
    {
      what: 'a bundle with comments',
      anchors: () => `# a root\n${root()}\n# its intermediate\n${authority.intermediate.pem}`,
    },
    { what: 'X509Certificate', anchors: () => new X509Certificate(root()) },
  ])('trust anchors may be $what', async ({ anchors }) => {
    expect(await verdictOn(good, undefined, { trustAnchors: anchors() })).toMatchObject({
      outcome: 'accepted',
    });
  });
});

describe('attachmentOf', () => {
  test('is what an account holds', () => {
    const record = {
      serialNumber: 'a1b2c3d4e5f',
      commonName: 'api.partner.example',
      issuer: 'CN=Test CA Issuing,O=Countersign',
    };
    expect(attachmentOf(good.pem)).toEqual(record);
    expect(attachmentOf(good.chainPem)).toEqual(record);
    expect(attachmentOf(good.certificate)).toEqual(record);
  });

  test('is refused for what no account could be known by', async () => {
    const nameless = reissued(good, authority.intermediate, (tbs) => {
      tbs.subject = nameOf([['2.5.4.10', { utf8String: 'Bank' }]]);
    });
    expect(() => attachmentOf(nameless.certificate)).toThrow(/the subject has no common name/);
    expect(() => attachmentOf(good.keyPem)).toThrow(TypeError);
    expect(() => attachmentOf('')).toThrow(TypeError);
  });
});

test('an explanation names every check', async () => {
  const { explain } = await verdictOn(good);
  expect(explain).toEqual([
    {
      check: 'client certificate',
      outcome: 'passed',
      detail: 'CN=api.partner.example, serial number a1b2c3d4e5f',
    },
    {
      check: 'trusted chain',
      outcome: 'passed',
      detail: 'CN=api.partner.example ← CN=Test CA Issuing,O=Countersign ← CN=Test CA,O=Countersign',
    },
    { check: 'validity', outcome: 'passed', detail: 'every certificate is in date' },
    { check: 'attached certificate', outcome: 'passed', detail: 'attached to partner' },
    { check: 'account state', outcome: 'passed', detail: 'active' },
  ]);
});

test('a self-signed certificate is told so', async () => {
  const selfSigned = await issueCertificate({ subject: [['CN', 'x']], notBefore: now, notAfter: now + 1000 });
  const { outcome, explain } = await verdictOn(selfSigned);
  expect(outcome).toBe('certificate-untrusted');
  expect(explain.at(-1)?.hint).toMatch(/self-signed/);
});
