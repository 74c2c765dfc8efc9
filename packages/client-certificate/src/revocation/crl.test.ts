import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Authority,
  createAuthority,
  type IssuedCertificate,
  issueCertificate,
  x509,
} from '../../../../test/support/authority.ts';
import { readCrl } from './crl.ts';

const NOW = Date.parse('2026-01-02T03:04:05Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const freshness = { maxAge: HOUR, tolerance: 5 * MINUTE };
const url = 'http://crl.example/list';

let authority: Authority;
let issuer: IssuedCertificate;

beforeAll(async () => {
  authority = await createAuthority({ commonName: 'Test CA', clock: () => NOW });
  issuer = authority.intermediate;
});

interface List {
  readonly signer?: IssuedCertificate;
  readonly issuerName?: string;
  readonly thisUpdate?: number;
  readonly nextUpdate?: number;
  readonly serialNumbers?: readonly string[];
  readonly entryExtensions?: x509.Extension[];
  readonly extensions?: x509.Extension[];
}

async function listOf(list: List = {}): Promise<Uint8Array> {
  const { signer = issuer, serialNumbers = ['0a1b', 'ff'], entryExtensions = [] } = list;
  const generated = await x509.X509CrlGenerator.create({
    issuer: list.issuerName ?? new x509.X509Certificate(signer.pem).subjectName,
    thisUpdate: new Date(list.thisUpdate ?? NOW - MINUTE),
    nextUpdate: new Date(list.nextUpdate ?? NOW + 30 * MINUTE),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    signingKey: signer.keys.privateKey,
    extensions: list.extensions ?? [],
    entries: serialNumbers.map((serialNumber) => ({
      serialNumber,
      revocationDate: new Date(NOW - HOUR),
      extensions: entryExtensions,
    })),
  });
  return new Uint8Array(generated.rawData);
}

const read = async (list?: List) =>
  readCrl(await listOf(list), { url, issuer: issuer.certificate }, freshness, NOW);

const point = (...der: number[]) => [
  new x509.Extension('2.5.29.28', true, Buffer.from([0x30, der.length, ...der])),
];
/** A distribution point with one URL: [0] { [0] { [6] url } }. */
const named = (name: string) => {
  const uri = [0x86, name.length, ...Buffer.from(name)];
  return [0xa0, uri.length + 2, 0xa0, uri.length, ...uri];
};

test('a list by the issuer, in force', async () => {
  expect(await read()).toEqual({
    value: { serialNumbers: new Set(['a1b', 'ff']), speaksOf: 'all' },
    thisUpdate: NOW - MINUTE,
    since: NOW,
    until: NOW + 35 * MINUTE,
  });
});

test('a list of nothing, and one of thousands', async () => {
  expect((await read({ serialNumbers: [] })).value.serialNumbers.size).toBe(0);
  const serialNumbers = Array.from({ length: 5000 }, (_, i) => (i + 4096).toString(16));
  expect((await read({ serialNumbers })).value.serialNumbers.size).toBe(5000);
});

test.each([
  { entries: 'short entries', entryExtensions: [] },
  {
    entries: 'short entries with a reason',
    entryExtensions: [new x509.Extension('2.5.29.21', false, Buffer.from([10, 1, 1]))],
  },
])('a list of $entries is read', async ({ entryExtensions }) => {
  const serialNumbers = Array.from({ length: 3000 }, (_, i) => (i + 4096).toString(16));
  expect((await read({ serialNumbers, entryExtensions })).value.serialNumbers.size).toBe(3000);
});

test('bytes that would parse to many times what a list holds are not parsed', () => {
  const nulls = Buffer.alloc(40_000, Buffer.from([5, 0]));
  const tbs = Buffer.concat([Buffer.from([0x30, 0x82, 0x9c, 0x40]), nulls]);
  // A signature algorithm, and a signature of nothing.
  const rest = Buffer.from('300a06082a8648ce3d040302030100', 'hex');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(tbs.length + rest.length);
  const der = Buffer.concat([Buffer.from([0x30, 0x82]), length, tbs, rest]);
  const readBytes = () => readCrl(der, { url, issuer: issuer.certificate }, freshness, NOW);
  expect(readBytes).toThrow('no list of revoked certificates');
});

test.each<[string, List, string]>([
  ['from the future', { thisUpdate: NOW + HOUR, nextUpdate: NOW + 2 * HOUR }, 'from the future'],
  ['stale', { thisUpdate: NOW - HOUR, nextUpdate: NOW - 5 * MINUTE }, 'out of date'],
  [
    'with a critical extension',
    { extensions: [new x509.Extension('2.5.29.27', true, Buffer.from([2, 1, 1]))] },
    '2.5.29.27',
  ],
  [
    'of what changed since another',
    { extensions: [new x509.Extension('2.5.29.27', false, Buffer.from([2, 1, 1]))] },
    '2.5.29.27',
  ],
  [
    'with an entry of another issuer',
    { entryExtensions: [new x509.Extension('2.5.29.29', true, Buffer.from([0x30, 0]))] },
    'an entry of the list is not understood',
  ],
  ['of another name', { issuerName: 'CN=Somebody else' }, 'of another issuer'],
])('a list %s', async (_, list, message) => {
  await expect(read(list)).rejects.toMatchObject({
    missing: false,
    message: expect.stringContaining(message),
  });
});

describe('who signed', () => {
  test('another authority with the same name', async () => {
    const impostor = await createAuthority({ commonName: 'Test CA', clock: () => NOW });
    await expect(read({ signer: impostor.intermediate })).rejects.toThrow('not signed by the issuer');
  });

  test('the issuer, of another list', async () => {
    const der = await listOf();
    der[der.byteLength - 100] = (der[der.byteLength - 100] ?? 0) ^ 1;
    expect(() => readCrl(der, { url, issuer: issuer.certificate }, freshness, NOW)).toThrow(
      'not signed by the issuer',
    );
  });

  test('an authority that may not sign lists', async () => {
    const extensions = [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
    ];
    const dates = { notBefore: NOW - HOUR, notAfter: NOW + HOUR };
    const limited = await issueCertificate({ subject: [['CN', 'Limited']], extensions, ...dates });
    const der = await listOf({ signer: limited });
    expect(() => readCrl(der, { url, issuer: limited.certificate }, freshness, NOW)).toThrow('not signed');
  });
});

describe('what it speaks of', () => {
  test.each([
    { about: 'clients', der: [0x81, 1, 0xff], speaksOf: 'clients' },
    { about: 'authorities', der: [0x82, 1, 0xff], speaksOf: 'authorities' },
    { about: 'whoever names it', der: named(url), speaksOf: 'all' },
    { about: 'whoever names it, clients alone', der: [...named(url), 0x81, 1, 0xff], speaksOf: 'clients' },
  ])('$about', async ({ der, speaksOf }) => {
    expect((await read({ extensions: point(...der) })).value.speaksOf).toBe(speaksOf);
  });

  test.each([
    { about: 'another point', der: named('http://crl.example/other'), message: 'another distribution point' },
    { about: 'several issuers', der: [0x84, 1, 0xff], message: 'some certificates or reasons' },
    { about: 'some reasons', der: [0x83, 2, 6, 0x40], message: 'some certificates or reasons' },
    { about: 'attribute certificates', der: [0x85, 1, 0xff], message: 'some certificates or reasons' },
  ])('$about: refused', async ({ der, message }) => {
    await expect(read({ extensions: point(...der) })).rejects.toThrow(message);
  });
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['text', Buffer.from('-----BEGIN X509 CRL-----')],
  ['half', Buffer.from([0x30, 3, 1])],
])('no list: %s', (_, der) => {
  expect(() => readCrl(der, { url, issuer: issuer.certificate }, freshness, NOW)).toThrow();
});
