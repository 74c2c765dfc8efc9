import { X509Certificate } from 'node:crypto';
import { Integer, ObjectIdentifier, OctetString, PrintableString, Sequence, Utf8String } from 'asn1js';
import { describe, expect, test } from 'vitest';
import {
  type Authority,
  createAuthority,
  type IssuedCertificate,
  nameOf,
  PSD2_ROLES,
  QC_TYPES,
  qcStatements,
  reissued,
} from '../../../../test/support/authority.ts';
import { readFacts } from '../certificate-facts.ts';
import { PSD2_ROLES as ROLES, readPsd2 } from './read-psd2.ts';

const authority: Authority = await createAuthority({ commonName: 'Test CA' });

const PSP_AI = PSD2_ROLES.PSP_AI;
const right = {
  roles: [PSP_AI] as readonly (readonly [oid: string, text: string])[],
  authorityName: 'Lietuvos bankas',
  authorityId: 'LT-BL',
};
const identifier = 'PSDLT-BL-LB000001';

interface Shape {
  readonly identifiers?: readonly string[];
  readonly statements?: Parameters<typeof qcStatements>[0];
}

function issue({ identifiers = [identifier], statements = {} }: Shape): Promise<IssuedCertificate> {
  return authority.issueClient({
    commonName: 'psp.example',
    subject: identifiers.map((one) => ['2.5.4.97', one] as const),
    extensions: [qcStatements({ psd2: right, ...statements })],
  });
}

const readingOf = ({ certificate }: { certificate: X509Certificate }) => readPsd2(readFacts(certificate));

/** What is read, in a word: the roles, or what is wrong. */
async function wordOf(shape: Shape): Promise<string> {
  const reading = readingOf(await issue(shape));
  if (!reading) return 'nothing';
  return 'psd2' in reading ? reading.psd2.roles.join(' ') : reading.notQualified;
}

test('a QWAC says who its holder is, and what the holder may do', async () => {
  expect(readingOf(await issue({}))).toEqual({
    psd2: {
      roles: ['PSP_AI'],
      competentAuthority: { name: 'Lietuvos bankas', id: 'LT-BL' },
      organizationIdentifier: 'PSDLT-BL-LB000001',
    },
  });
});

// Made by OpenSSL 3.0 (`openssl req -x509 -config`, the extension as `ASN1:SEQUENCE`), with the organizationIdentifier
// that ETSI TS 119 495 section 5.2.1 has for an example.
const byOpenssl = `-----BEGIN CERTIFICATE-----
MIICYTCCAgegAwIBAgIUOYncTo4ZmUf1yjUfNT/m+9dBryQwCgYIKoZIzj0EAwIw
UDELMAkGA1UEBhMCRVMxEDAOBgNVBAoMB0VqZW1wbG8xGTAXBgNVBGEMEFBTREVT
LUJERS0zREZEMjExFDASBgNVBAMMC3BzcC5leGFtcGxlMB4XDTI2MTEyMjAxNTgz
NFoXDTM2MTExOTAxNTgzNFowUDELMAkGA1UEBhMCRVMxEDAOBgNVBAoMB0VqZW1w
bG8xGTAXBgNVBGEMEFBTREVTLUJERS0zREZEMjExFDASBgNVBAMMC3BzcC5leGFt
cGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEO82og8+udB64UfGSYRp4Gz1C
4R5f4z0gceJkohfoyz28sX0BoZJ5Ww9+HMRtH8beHaPlR8EZsqY9PtRaCI2uPqOB
vjCBuzAdBgNVHSUEFjAUBggrBgEFBQcDAQYIKwYBBQUHAwIwewYIKwYBBQUHAQME
bzBtMAgGBgQAjkYBATATBgYEAI5GAQYwCQYHBACORgEGAzBMBgYEAIGYJwIwQjAm
MBEGBwQAgZgnAQMMBlBTUF9BSTARBgcEAIGYJwECDAZQU1BfUEkMEEJhbmNvIGRl
IEVzcGHDsWEMBkVTLUJERTAdBgNVHQ4EFgQUniBEGfn6tJVmEUtpTEDk9dxzIWww
CgYIKoZIzj0EAwIDSAAwRQIgK+GOn6dMj5WrjNz5ROCHPm/eL12bEx+loaI5jz/b
P3QCIQChmAwQ+EC9wGs4O/ho2TyWh+HiR02uJ0uX2ewMR5XiLA==
-----END CERTIFICATE-----
`;

test('a QWAC that OpenSSL made', () => {
  expect(readingOf({ certificate: new X509Certificate(byOpenssl) })).toEqual({
    psd2: {
      roles: ['PSP_AI', 'PSP_PI'],
      competentAuthority: { name: 'Banco de España', id: 'ES-BDE' },
      organizationIdentifier: 'PSDES-BDE-3DFD21',
    },
  });
});

test('a certificate without QC statements claims nothing', async () => {
  expect(readingOf(await authority.issueClient({ commonName: 'psp.example' }))).toBeUndefined();
});

describe('what it is qualified for', () => {
  const { esign, eseal, web } = QC_TYPES;
  const another = 'is not for website authentication (QWAC) alone';
  test.each([
    { what: 'website authentication', statements: { types: [web] }, says: 'PSP_AI' },
    { what: 'seals (QSealC)', statements: { types: [eseal] }, says: another },
    { what: 'signatures', statements: { types: [esign] }, says: another },
    { what: 'seals and website authentication', statements: { types: [eseal, web] }, says: another },
    { what: 'website authentication and seals', statements: { types: [web, eseal] }, says: another },
    { what: 'something else', statements: { types: ['0.4.0.1862.1.6.30'] }, says: another },
    { what: 'nothing that is named', statements: { types: [] }, says: another },
    {
      what: 'an empty list of purposes',
      statements: { types: [], more: [['0.4.0.1862.1.6', new Sequence()]] },
      says: another,
    },
    {
      what: 'nothing: not qualified',
      statements: { compliance: false },
      says: 'does not say that it is qualified',
    },
    {
      what: 'use outside of the EU',
      statements: {
        more: [['0.4.0.1862.1.7', new Sequence({ value: [new PrintableString({ value: 'GB' })] })]],
      },
      says: 'is qualified under another law than that of the EU',
    },
    { what: 'nothing of PSD2', statements: { psd2: undefined }, says: 'has no PSD2 statement' },
  ] as const)('$what: $says', async ({ statements, says }) => {
    expect(await wordOf({ statements: { ...statements } })).toBe(says);
  });

  test('statements of other kinds beside these do not matter', async () => {
    const more = [
      ['0.4.0.1862.1.3', new Integer({ value: 15 })],
      ['0.4.0.1862.1.4'],
      ['1.3.6.1.5.5.7.11.2', new Sequence({ value: [new ObjectIdentifier({ value: '0.4.0.194121.1.2' })] })],
    ] as const;
    expect(await wordOf({ statements: { more } })).toBe('PSP_AI');
  });

  test.each([
    { what: 'compliance', more: [['0.4.0.1862.1.1']] },
    { what: 'purpose', more: [['0.4.0.1862.1.6', new Sequence()]] },
    { what: 'PSD2', more: [['0.4.0.19495.2', new Sequence()]] },
    { what: 'something else', more: [['0.4.0.1862.1.4'], ['0.4.0.1862.1.4']] },
  ] as const)('a statement of $what that is made twice', async ({ more }) => {
    expect(await wordOf({ statements: { more } })).toBe('makes a QC statement twice');
  });
});

describe('roles', () => {
  const disagree = 'names a PSD2 role otherwise than its object identifier does';
  const { PSP_AS, PSP_PI, PSP_IC } = PSD2_ROLES;
  test.each([
    { what: 'account servicing', roles: [PSP_AS], says: 'PSP_AS' },
    { what: 'payment initiation', roles: [PSP_PI], says: 'PSP_PI' },
    { what: 'account information', roles: [PSP_AI], says: 'PSP_AI' },
    { what: 'card-based instruments', roles: [PSP_IC], says: 'PSP_IC' },
    { what: 'all four', roles: [PSP_IC, PSP_AI, PSP_PI, PSP_AS], says: 'PSP_IC PSP_AI PSP_PI PSP_AS' },
    { what: 'one twice', roles: [PSP_AI, PSP_PI, PSP_AI], says: 'PSP_AI PSP_PI' },
    { what: 'the unspecified one', roles: [['0.4.0.19495.1.0', 'Unspecified']], says: '' },
    { what: 'one of a later edition', roles: [PSP_AI, ['0.4.0.19495.1.5', 'PSP_XX']], says: 'PSP_AI' },
    { what: 'none', roles: [], says: 'has a PSD2 statement without a role' },
    { what: 'the text of another', roles: [['0.4.0.19495.1.3', 'PSP_PI']], says: disagree },
    { what: 'the identifier of another', roles: [['0.4.0.19495.1.2', 'PSP_AI']], says: disagree },
    { what: 'one right and one not', roles: [PSP_AI, ['0.4.0.19495.1.2', 'PSP_AS']], says: disagree },
    { what: 'a text in lower case', roles: [['0.4.0.19495.1.3', 'psp_ai']], says: disagree },
    { what: 'a text with white space', roles: [['0.4.0.19495.1.3', 'PSP_AI ']], says: disagree },
    { what: 'no text', roles: [['0.4.0.19495.1.3', '']], says: disagree },
    { what: 'our text to an unknown identifier', roles: [['0.4.0.19495.1.5', 'PSP_AI']], says: disagree },
    { what: 'our text to the unspecified one', roles: [['0.4.0.19495.1.0', 'PSP_AI']], says: disagree },
    { what: 'a text that every object has', roles: [['0.4.0.19495.1.3', '__proto__']], says: disagree },
  ] as const)('$what: $says', async ({ roles, says }) => {
    expect(await wordOf({ statements: { psd2: { ...right, roles } } })).toBe(says);
  });
});

describe('the competent authority', () => {
  const unnamed = 'does not name its competent authority';
  const form = 'has a competent authority whose id is not of the form cc-NCA';
  test.each([
    { part: { authorityName: '' }, says: unnamed },
    { part: { authorityName: 'ą'.repeat(256) }, says: 'PSP_AI' },
    { part: { authorityName: 'ą'.repeat(257) }, says: unnamed },
    { part: { authorityId: '' }, says: form },
    { part: { authorityId: 'BL' }, says: form },
    { part: { authorityId: 'lt-bl' }, says: form },
    { part: { authorityId: 'LT-B' }, says: form },
    { part: { authorityId: 'LT-BLBLBLBL' }, says: 'PSP_AI' },
    { part: { authorityId: 'LT-BLBLBLBLB' }, says: form },
    { part: { authorityId: 'LT-BL\n' }, says: form },
    { part: { authorityId: 'LTU-BL' }, says: form },
  ])('$part: $says', async ({ part, says }) => {
    expect(await wordOf({ statements: { psd2: { ...right, ...part } } })).toBe(says);
  });
});

describe('the organizationIdentifier', () => {
  const form = 'has an organizationIdentifier that is not of the form PSDcc-NCA-id';
  test.each([
    // The example of ETSI TS 119 495, section 5.2.1.
    { identifiers: ['PSDES-BDE-3DFD21'], says: 'PSP_AI' },
    { identifiers: ['PSDPL-PFSA-1234567890'], says: 'PSP_AI' },
    { identifiers: ['PSDDE-BAFIN-12/34-5'], says: 'PSP_AI' },
    { identifiers: ['PSDLT-BLBLBLBL-1'], says: 'PSP_AI' },
    { identifiers: ['PSDLT-BLBLBLBLB-1'], says: form },
    { identifiers: ['PSDLT-B-1'], says: form },
    { identifiers: [], says: 'has no organizationIdentifier' },
    { identifiers: [identifier, identifier], says: 'has more than one organizationIdentifier' },
    { identifiers: ['VATLT-123456789'], says: form },
    { identifiers: ['NTRLT-BL-1'], says: form },
    { identifiers: ['psdlt-bl-1'], says: form },
    { identifiers: ['PSDLT-BL-'], says: form },
    { identifiers: ['PSDLT-BL'], says: form },
    { identifiers: ['PSDLT--1'], says: form },
    { identifiers: ['PSDLTU-BL-1'], says: form },
    { identifiers: ['PSD1T-BL-1'], says: form },
    { identifiers: [' PSDLT-BL-1'], says: form },
    { identifiers: ['PSDLT-BL-1\n'], says: form },
    { identifiers: ['PSDLT-BL-1\0'], says: form },
    { identifiers: ['PSDLT\u2010BL-1'], says: form },
    { identifiers: [`PSDLT-BL-${'1'.repeat(247)}`], says: 'PSP_AI' },
    { identifiers: [`PSDLT-BL-${'1'.repeat(248)}`], says: form },
  ])('$identifiers: $says', async ({ identifiers, says }) => {
    expect(await wordOf({ identifiers })).toBe(says);
  });

  test('that is no text', async () => {
    const odd = reissued(await issue({}), authority.intermediate, (tbs) => {
      const der = new Uint8Array(new Sequence().toBER());
      tbs.subject = nameOf([['2.5.4.3', { utf8String: 'psp.example' }]], [['2.5.4.97', der]]);
    });
    expect(readingOf(odd)).toEqual({ notQualified: form });
  });
});

describe('what cannot be read', () => {
  const inexact = 'has a PSD2 statement that is not encoded as what it says would be';
  const unreadable = 'has QC statements that cannot be read';
  const id = '0.4.0.19495.2';
  const utf8 = (value: string) => new Utf8String({ value });
  const roles = new Sequence({
    value: [new Sequence({ value: [new ObjectIdentifier({ value: PSP_AI[0] }), utf8('PSP_AI')] })],
  });
  test.each([
    { what: 'that is empty', info: [new Sequence()] },
    { what: 'without its names', info: [new Sequence({ value: [roles] })] },
    { what: 'without an id', info: [new Sequence({ value: [roles, utf8('Lietuvos bankas')] })] },
    {
      what: 'with another kind of text',
      info: [new Sequence({ value: [roles, new PrintableString({ value: 'x' }), utf8('LT-BL')] })],
    },
    { what: 'that is a number', info: [new Integer({ value: 1 })] },
    { what: 'that is bytes', info: [new OctetString({ valueHex: new ArrayBuffer(8) })] },
  ])('a PSD2 statement $what', async ({ info }) => {
    const statements = { psd2: undefined, more: [[id, ...info]] as const };
    expect(await wordOf({ statements })).toBe(unreadable);
  });

  test('a PSD2 statement with too much', async () => {
    const info = new Sequence({ value: [roles, utf8('Lietuvos bankas'), utf8('LT-BL'), utf8('x')] });
    const statements = { psd2: undefined, more: [[id, info]] as const };
    expect(await wordOf({ statements })).toBe(inexact);
  });

  test('a PSD2 statement that says nothing', async () => {
    expect(await wordOf({ statements: { psd2: undefined, more: [[id]] } })).toBe(
      'has a QC statement that says nothing',
    );
  });

  test('a name that is no UTF-8', async () => {
    const odd = reissued(await issue({}), authority.intermediate, (tbs) => {
      const extension = tbs.extensions?.find(({ extnID }) => extnID === '1.3.6.1.5.5.7.1.3');
      const bytes = new Uint8Array(extension?.extnValue.buffer ?? new ArrayBuffer(0));
      bytes[Buffer.from(bytes).indexOf('Lietuvos')] = 0xff;
    });
    expect(readingOf(odd)).toEqual({ notQualified: inexact });
  });

  test.each([
    { what: 'empty', bytes: [] },
    { what: 'no DER', bytes: [0xff, 0xff, 0xff] },
    { what: 'cut off', bytes: [0x30, 0x20, 0x30] },
    { what: 'nested without end', bytes: Array.from({ length: 2000 }, () => [0x30, 0x80]).flat() },
  ])('QC statements that are $what', async ({ bytes }) => {
    const odd = reissued(await issue({}), authority.intermediate, (tbs) => {
      const extension = tbs.extensions?.find(({ extnID }) => extnID === '1.3.6.1.5.5.7.1.3');
      if (extension) extension.extnValue.buffer = new Uint8Array(bytes).buffer;
    });
    expect(readingOf(odd)).toEqual({ notQualified: unreadable });
  });

  test('QC statements are read up to 4,096 bytes', async () => {
    const withText = (length: number) =>
      issue({ statements: { more: [['1.2.3.4', utf8('x'.repeat(length))]] } });
    const { qcStatements: short } = readFacts((await withText(3000)).certificate);
    const room = 4096 - (short?.byteLength ?? 0);
    expect(readingOf(await withText(3000 + room))).toMatchObject({ psd2: { roles: ['PSP_AI'] } });
    expect(readingOf(await withText(3001 + room))).toEqual({
      notQualified: 'has QC statements that are too long',
    });
  });
});

test('the roles are those of ETSI TS 119 495', () => {
  expect(ROLES).toEqual(['PSP_AS', 'PSP_PI', 'PSP_AI', 'PSP_IC']);
});
