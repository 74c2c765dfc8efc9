import { OctetString } from '@peculiar/asn1-schema';
import { Extension } from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  authorityExtensions,
  CN,
  createAuthority,
  type IssuedCertificate,
  issueCertificate,
  nameOf,
  PSD2_ROLES,
  qcStatements,
  reissued,
} from '../../../../test/support/authority.ts';
import { certificateVerdicts } from '../../../../test/support/certificate-verdict.ts';
import { attachmentOf } from '../attachment.ts';
import { type InspectChainOptions, inspectChain } from './inspect-chain.ts';

const clock = () => Date.parse('2026-01-02T03:04:05Z');
const authority = await createAuthority({ commonName: 'Test CA', clock });
const good = await authority.issueClient({ commonName: 'api.partner.example' });
const verdictOn = certificateVerdicts(authority, clock);

type Change = Parameters<typeof reissued>[2];
const odd = (change: Change) => reissued(good, authority.intermediate, change);

/** Code and position of every fault. Where to ask for revocation is another matter. */
function faults({ chainPem }: IssuedCertificate): string[] {
  return inspectChain(chainPem, { clock })
    .findings.filter(({ severity }) => severity === 'fault')
    .map(({ code, position }) => `${code} ${position}`);
}

const extension = (type: string, hex: string, critical = false) =>
  new Extension({ extnID: type, critical, extnValue: new OctetString(Buffer.from(hex, 'hex')) });
const withExtension = (one: Extension) => odd(({ extensions }) => extensions?.push(one));

describe('a certificate that only a broken tool would issue', () => {
  const organization = nameOf([['2.5.4.10', { utf8String: 'Partner' }]]);
  const negative = Uint8Array.of(0x80).buffer;

  test.each<{ what: string; change: Change; found: string[] }>([
    { what: 'nothing odd', change: () => {}, found: [] },
    {
      what: 'a negative serial number',
      change: (tbs) => {
        tbs.serialNumber = negative;
      },
      found: ['serial-number-negative 0'],
    },
    {
      what: 'a serial number of 20 bytes',
      change: (tbs) => {
        tbs.serialNumber = Uint8Array.from([0, ...Array(20).fill(0xff)]).buffer;
      },
      found: [],
    },
    {
      what: 'a serial number of 21 bytes',
      change: (tbs) => {
        tbs.serialNumber = Uint8Array.from([1, ...Array(20).fill(0)]).buffer;
      },
      found: ['serial-number-too-long 0'],
    },
    {
      what: 'a negative serial number and no common name',
      change: (tbs) => {
        tbs.serialNumber = negative;
        tbs.subject = organization;
      },
      found: ['serial-number-negative 0', 'common-name-missing 0'],
    },
    {
      what: 'a common name that is empty',
      change: (tbs) => {
        tbs.subject = nameOf([[CN, { utf8String: '' }]]);
      },
      found: ['common-name-unusable 0'],
    },
    {
      what: 'a common name that is a bit string',
      change: (tbs) => {
        tbs.subject = nameOf([[CN, Buffer.from('03020041', 'hex')]]);
      },
      found: ['common-name-unusable 0'],
    },
    {
      what: 'a name that reads otherwise than it is encoded',
      change: (tbs) => {
        tbs.subject = nameOf([[CN, Buffer.from('1c0400010041', 'hex')]]);
      },
      found: ['certificate-unreadable 0', 'leaf-is-ca 1', 'usage-not-signature 1', 'usage-missing 1'],
    },
    {
      what: 'an extension twice',
      change: ({ extensions }) => extensions?.push(...extensions.slice(0, 1)),
      found: ['certificate-unreadable 0', 'leaf-is-ca 1', 'usage-not-signature 1', 'usage-missing 1'],
    },
    {
      what: 'more than 16 KiB',
      change: ({ extensions }) =>
        extensions?.push(extension('1.2.3.4', `0482${'4100'}${'00'.repeat(0x4100)}`)),
      found: ['certificate-unreadable 0', 'leaf-is-ca 1', 'usage-not-signature 1', 'usage-missing 1'],
    },
  ])('$what: $found', ({ change, found }) => {
    expect(faults(odd(change))).toEqual(found);
  });

  test('bytes after the certificate in its block make it unreadable', () => {
    const pem = (der: Buffer) =>
      `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;
    const { raw } = good.certificate;
    const rest = authority.intermediate.chainPem;
    expect(inspectChain(pem(raw) + rest, { clock }).ok).toBe(true);
    const { findings } = inspectChain(pem(Buffer.concat([raw, Buffer.of(0)])) + rest, { clock });
    expect(findings[0]).toMatchObject({ code: 'certificate-unreadable', position: 0 });
  });

  test('authorities that issued each other have no root', async () => {
    const one = await issueCertificate({
      subject: [['CN', 'one']],
      ...dates,
      extensions: authorityExtensions(),
    });
    const two = await issueCertificate({
      subject: [['CN', 'two']],
      issuer: one,
      ...dates,
      extensions: authorityExtensions(),
    });
    const oneByTwo = reissued(one, two, (tbs) => {
      tbs.issuer = nameOf([[CN, { utf8String: 'two' }]]);
      tbs.extensions = (tbs.extensions ?? []).filter(({ extnID }) => extnID !== '2.5.29.35') as never;
    });
    const { findings } = inspectChain(oneByTwo.pem + two.pem, { clock });
    expect(findings.map(({ code }) => code)).toContain('root-missing');
  });
});

const dates = { notBefore: clock() - 1000, notAfter: clock() + 1000 };

describe('where to ask whether it is revoked', () => {
  const uri = (text: string) =>
    `86${Buffer.of(text.length).toString('hex')}${Buffer.from(text).toString('hex')}`;
  const sequence = (hex: string) => `30${Buffer.of(hex.length / 2).toString('hex')}${hex}`;
  const ocsp = (...addresses: string[]) =>
    extension(
      '1.3.6.1.5.5.7.1.1',
      sequence(addresses.map((one) => sequence(`06082b06010505073001${uri(one)}`)).join('')),
    );
  const http = 'http://a.example';
  const https = 'https://b.example/x';

  test.each<{ what: string; extension: Extension; found: string[]; advice: string[] }>([
    { what: 'two addresses', extension: ocsp(http, https), found: [http, https], advice: [] },
    { what: 'one of them twice', extension: ocsp(http, http), found: [http], advice: [] },
    { what: 'ldap', extension: ocsp('ldap://a.example'), found: [], advice: ['revocation-address-missing'] },
    { what: 'a file', extension: ocsp('file:///etc/passwd', http), found: [http], advice: [] },
    {
      what: 'an escape sequence',
      extension: ocsp('http://a.example/\u001b[2J', http),
      found: [http],
      advice: [],
    },
    { what: 'no URL', extension: ocsp('a.example'), found: [], advice: ['revocation-address-missing'] },
    {
      what: 'an extension that cannot be read',
      extension: extension('1.3.6.1.5.5.7.1.1', '0500'),
      found: [],
      advice: ['revocation-address-missing'],
    },
  ])('$what: $found', ({ extension, found, advice }) => {
    const inspection = inspectChain(withExtension(extension).chainPem, { clock });
    expect(inspection).toMatchObject({ ok: true, record: { revocation: { ocsp: found, crl: [] } } });
    expect(inspection.findings.map(({ code }) => code)).toEqual(advice);
  });
});

describe('PSD2', () => {
  const psd2 = { roles: [PSD2_ROLES.PSP_AI], authorityName: 'Lietuvos bankas', authorityId: 'LT-BL' };
  const qualified = (statements: Parameters<typeof qcStatements>[0]) =>
    authority.issueClient({
      commonName: 'psp.example',
      subject: [['2.5.4.97', 'PSDLT-BL-LB000001']],
      extensions: [qcStatements(statements)],
    });

  test('roles of a QWAC are in the record', async () => {
    const { chainPem } = await qualified({ psd2 });
    expect(inspectChain(chainPem, { clock })).toMatchObject({
      ok: true,
      record: { psd2: { roles: ['PSP_AI'], organizationIdentifier: 'PSDLT-BL-LB000001' } },
    });
  });

  describe('where roles are wanted', () => {
    const qwac = () => qualified({ psd2 });
    const seal = () => qualified({ psd2, types: ['0.4.0.1862.1.6.2'] });
    const plain = async () => good;

    test.each<{
      what: string;
      issued: () => Promise<IssuedCertificate>;
      psd2Roles: NonNullable<InspectChainOptions['psd2Roles']>;
      found: string[];
      says: string;
    }>([
      { what: 'none', issued: plain, psd2Roles: [], found: [], says: '' },
      { what: 'the one it holds', issued: qwac, psd2Roles: ['PSP_AI'], found: [], says: '' },
      {
        what: 'another one',
        issued: qwac,
        psd2Roles: ['PSP_PI'],
        found: ['psd2-role-missing 0'],
        says: 'holds PSP_AI, and not PSP_PI.',
      },
      {
        what: 'that and two more',
        issued: qwac,
        psd2Roles: ['PSP_PI', 'PSP_AI', 'PSP_IC'],
        found: ['psd2-role-missing 0'],
        says: 'holds PSP_AI, and not PSP_PI, PSP_IC.',
      },
      {
        what: 'one, of a QSealC',
        issued: seal,
        psd2Roles: ['PSP_AI'],
        found: ['not-qualified 0'],
        says: 'Get a QWAC that holds PSP_AI.',
      },
      {
        what: 'one, of a certificate that claims nothing',
        issued: plain,
        psd2Roles: ['PSP_AI'],
        found: ['not-qualified 0'],
        says: 'has no QC statements. It is no QWAC for PSD2',
      },
    ])('$what: $found', async ({ issued, psd2Roles, found, says }) => {
      const { chainPem } = await issued();
      const { ok, findings } = inspectChain(chainPem, { clock, psd2Roles });
      const faults = findings.filter(({ severity }) => severity === 'fault');
      expect(ok).toBe(found.length === 0);
      expect(faults.map(({ code, position }) => `${code} ${position}`)).toEqual(found);
      for (const { message } of faults) expect(message).toContain(says);
    });

    test.each([['PSP_XX'], 'PSP_AI', [1], null])('%j is no list of roles', (psd2Roles) => {
      const options = { clock, psd2Roles } as InspectChainOptions;
      expect(() => inspectChain(good.chainPem, options)).toThrow(TypeError);
      expect(() => inspectChain(good.chainPem, options)).toThrow(/psd2Roles must be a list of roles/);
    });
  });

  test('a certificate that is no QWAC is told so, and has none', async () => {
    const { chainPem } = await qualified({ psd2, types: ['0.4.0.1862.1.6.2'] });
    const inspection = inspectChain(chainPem, { clock });
    expect(inspection).toMatchObject({
      ok: true,
      record: expect.not.objectContaining({ psd2: expect.anything() }),
    });
    expect(inspection.findings).toContainEqual({
      code: 'not-qualified',
      severity: 'advice',
      position: 0,
      subject: expect.stringContaining('CN=psp.example'),
      message:
        'The certificate is not for website authentication (QWAC) alone. It is no QWAC for PSD2, and has no roles.',
    });
  });
});

test('what is good here is accepted with the record that comes of it', async () => {
  const inspection = inspectChain(good.chainPem, { clock, trustAnchors: authority.root.pem });
  if (!inspection.ok) throw new Error('the chain is good');
  expect(inspection.record).toMatchObject(attachmentOf(good.pem));
  expect((await verdictOn(good, { attached: [inspection.record] })).outcome).toBe('accepted');
});

test.each<{ what: string; options: object; message: RegExp }>([
  { what: 'a clock that is none', options: { clock: 0 }, message: /^clock must be a function/ },
  {
    what: 'a name in place of a list',
    options: { refusedIssuers: 'ISRG' },
    message: /^refusedIssuers must be a list/,
  },
  { what: 'an empty name', options: { refusedIssuers: [''] }, message: /^refusedIssuers must be a list/ },
  { what: 'a trust anchor that is none', options: { trustAnchors: 'x' }, message: /^trustAnchors must be/ },
])('$what is refused', ({ options, message }) => {
  const inspect = () => inspectChain(good.chainPem, options as InspectChainOptions);
  expect(inspect).toThrow(TypeError);
  expect(inspect).toThrow(message);
});

test.each([undefined, null, 1, {}])('%j, which is neither text nor bytes, is refused', (input) => {
  expect(() => inspectChain(input as string)).toThrow(/^pem must be text/);
});

describe('whatever is handed in', () => {
  const never = (input: string | Uint8Array) => {
    const { ok, findings } = inspectChain(input, { clock });
    expect(ok).toBe(!findings.some(({ severity }) => severity === 'fault'));
  };
  const pem = (der: Uint8Array) =>
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;
  const { raw } = good.certificate;

  test('text that looks like PEM is answered', () => {
    const pieces = [
      '-----BEGIN ',
      '-----END ',
      'CERTIFICATE',
      '-----',
      'PRIVATE KEY',
      '\n',
      'MIIB',
      '=',
      good.pem,
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 30 }), (some) => never(some.join(''))),
    );
  });

  test('bytes are answered', () => {
    // A BMPString without its second byte.
    never(Uint8Array.of(0x3e, 0x80, 0x00));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), never));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (rest) =>
        never(Buffer.concat([Buffer.of(0x30, 0x82), rest])),
      ),
    );
  });

  test('a certificate of which a byte was changed is answered, and is not good', () => {
    const change = fc.record({ at: fc.nat(raw.length - 1), by: fc.integer({ min: 1, max: 255 }) });
    fc.assert(
      fc.property(change, ({ at, by }) => {
        const der = Buffer.from(raw);
        der.writeUInt8(der.readUInt8(at) ^ by, at);
        expect(inspectChain(pem(der) + authority.intermediate.chainPem, { clock }).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('64 KiB of beginnings cost little', () => {
    const begins = '-----BEGIN '.repeat(5957);
    expect(inspectChain(begins, { clock }).findings.map(({ code }) => code)).toEqual(['other-block']);
  });
});
