import { X509Certificate as NodeCertificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';
import { fromBER, Integer, Sequence } from 'asn1js';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Authority,
  createAuthority,
  type IssuedCertificate,
  issueCertificate,
  leafExtensions,
  reissued,
  x509,
} from '../../../../test/support/authority.ts';
import { type MovableClock, movableClock } from '../../../../test/support/movable-clock.ts';
import {
  asksAt,
  type HttpSource,
  httpSource,
  type OcspAnswer,
  ocspAnswer,
} from '../../../../test/support/ocsp-responder.ts';
import { type RevocationCheckOptions, revocationCheck } from './revocation-check.ts';

const START = '2026-01-02T03:04:05Z';
const HOUR = 3_600_000;

let authority: Authority;
let ocsp: HttpSource;
let crl: HttpSource;
let both: IssuedCertificate;
let clock: MovableClock;

beforeAll(async () => {
  authority = await createAuthority({ commonName: 'Test CA', clock: () => Date.parse(START) });
  ocsp = await httpSource();
  crl = await httpSource();
  both = await issue(ocsp.url, crl.url);
});

beforeEach(() => {
  clock = movableClock(START);
});

afterAll(async () => {
  await ocsp.close();
  await crl.close();
});

const issue = (ocspUrl?: string, crlUrl?: string) =>
  authority.issueClient({ commonName: 'leaf', extensions: asksAt(ocspUrl, crlUrl) });

function asking(options: RevocationCheckOptions = {}) {
  const check = revocationCheck({ clock, timeoutMilliseconds: 500, ...options });
  return async (...[leaf = both]: IssuedCertificate[]) => {
    const { intermediate, root } = authority;
    const answer = await check.statusOf([leaf, intermediate, root].map(({ certificate }) => certificate));
    return answer.status === 'unanswered' ? String(answer.cause) : answer.status;
  };
}

function says(status: OcspAnswer['status'], more: Partial<OcspAnswer> = {}): HttpSource['answer'] {
  return (request) => {
    const times = { thisUpdate: clock(), nextUpdate: clock() + HOUR };
    return ocspAnswer(request, { signer: authority.intermediate, status, ...times, ...more });
  };
}

function lists(...serialNumbers: string[]): HttpSource['answer'] {
  return async () => {
    const { rawData } = await x509.X509CrlGenerator.create({
      issuer: new x509.X509Certificate(authority.intermediate.pem).subjectName,
      thisUpdate: new Date(clock()),
      nextUpdate: new Date(clock() + HOUR),
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
      signingKey: authority.intermediate.keys.privateKey,
      entries: serialNumbers.map((serialNumber) => ({ serialNumber, revocationDate: new Date(0) })),
    });
    return new Uint8Array(rawData);
  };
}

const outOfOrder: HttpSource['answer'] = (_, response) => {
  response.statusCode = 503;
  return Buffer.alloc(0);
};
const garbage: HttpSource['answer'] = () => Buffer.from('garbage');

/** Lets an answer that was asked for in the background arrive. */
const arrived = (source: HttpSource, count: number) =>
  expect
    .poll(() => source.requests.length)
    .toBe(count)
    .then(() => new Promise((resolve) => setTimeout(resolve, 50)));

/** The order of P-256 (FIPS 186-5; SP 800-186, section 3.2.1.3). */
const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/** The same certificate with the other signature that holds for it: of (r, s), (r, n - s). It takes no key. */
function withOtherSignature(issued: IssuedCertificate): IssuedCertificate {
  const asn = AsnConvert.parse(issued.certificate.raw, Certificate);
  const { result } = fromBER(asn.signatureValue);
  const [r, s] = result instanceof Sequence ? result.valueBlock.value : [];
  if (!r || !(s instanceof Integer)) throw new Error('no signature of ECDSA');
  asn.signatureValue = new Sequence({ value: [r, Integer.fromBigInt(ORDER - s.toBigInt())] }).toBER();
  return { ...issued, certificate: new NodeCertificate(Buffer.from(AsnConvert.serialize(asn))) };
}

describe('which source', () => {
  const serialNumber = () => both.certificate.serialNumber;
  const listed = () => lists(serialNumber());

  test.each<[string, RevocationCheckOptions, () => HttpSource['answer'], () => HttpSource['answer'], string]>(
    [
      ['OCSP alone', {}, () => says('good'), listed, 'good'],
      ['lists alone', { ocsp: false, crl: true }, () => says('good'), listed, 'revoked'],
      [
        'lists alone, not listed',
        { ocsp: false, crl: true },
        () => says('revoked'),
        () => lists('01'),
        'good',
      ],
      ['OCSP first', { crl: true }, () => says('good'), listed, 'good'],
      ['OCSP first, unknown', { crl: true }, () => says('unknown'), () => lists(), 'unknown'],
      ['a list where OCSP is out of order', { crl: true }, () => outOfOrder, listed, 'revoked'],
      ['a list where OCSP is garbage', { crl: true }, () => garbage, () => lists(), 'good'],
      [
        'garbage, and a list out of order',
        { crl: true, acceptMissingAnswer: true },
        () => garbage,
        () => outOfOrder,
        'cannot',
      ],
      [
        'out of order, and a garbage list',
        { crl: true, acceptMissingAnswer: true },
        () => outOfOrder,
        () => garbage,
        'no list',
      ],
      ['neither answers', { crl: true }, () => outOfOrder, () => outOfOrder, 'status 503'],
      [
        'neither answers, which is accepted',
        { crl: true, acceptMissingAnswer: true },
        () => outOfOrder,
        () => outOfOrder,
        'good',
      ],
    ],
  )('%s', async (_, options, ocspAnswers, crlAnswers, outcome) => {
    ocsp.answer = ocspAnswers();
    crl.answer = crlAnswers();
    const told = await asking(options)();
    if (outcome === 'cannot') expect(told).toContain('no OCSP response');
    else expect(told).toContain(outcome);
  });

  test.each(['ftp://127.0.0.1/ocsp', 'file:///etc/passwd', 'ldap://127.0.0.1/cn=x'])(
    'a certificate that names %s names nobody',
    async (url) => {
      const leaf = await issue(url, url);
      expect(await asking({ crl: true })(leaf)).toContain('names no OCSP responder');
      expect(await asking({ crl: true, acceptMissingAnswer: true })(leaf)).toBe('good');
    },
  );
});

describe('the chain', () => {
  test('the leaf alone, or every certificate below the trust anchor', async () => {
    ocsp.answer = says('good');
    expect(await asking()()).toBe('good');
    expect(await asking({ chain: 'all' })()).toContain('names no OCSP responder');
  });

  test('an intermediate that its root revoked', async () => {
    const intermediate = await issueCertificate({
      subject: [['CN', 'Revoked CA']],
      issuer: authority.root,
      notBefore: clock() - HOUR,
      notAfter: clock() + HOUR,
      extensions: [new x509.BasicConstraintsExtension(true, 0, true), ...asksAt(crl.url)],
    });
    const leaf = await issueCertificate({
      subject: [['CN', 'leaf']],
      issuer: intermediate,
      notBefore: clock() - HOUR,
      notAfter: clock() + HOUR,
      extensions: [...leafExtensions([x509.ExtendedKeyUsage.clientAuth]), ...asksAt(ocsp.url)],
    });
    ocsp.answer = says('good', { signer: intermediate });
    crl.answer = says('revoked', { signer: authority.root });
    const chain = [leaf, intermediate, authority.root].map(({ certificate }) => certificate);
    expect(await revocationCheck({ clock }).statusOf(chain)).toMatchObject({ status: 'good' });
    expect(await revocationCheck({ clock, chain: 'all' }).statusOf(chain)).toMatchObject({
      status: 'revoked',
    });
  });
});

describe('over time', () => {
  test('of a hundred at once one asks, and the next hour nobody waits', async () => {
    ocsp.answer = says('good');
    const ask = asking();
    const before = ocsp.requests.length;
    expect(await Promise.all(Array.from({ length: 100 }, () => ask()))).toEqual(Array(100).fill('good'));
    clock.advance({ seconds: 1799 });
    expect(await ask()).toBe('good');
    expect(ocsp.requests.length).toBe(before + 1);
    clock.advance({ seconds: 1 });
    ocsp.answer = says('revoked');
    expect(await ask()).toBe('good');
    await arrived(ocsp, before + 2);
    expect(await ask()).toBe('revoked');
  });

  test('a handler that rejects when it is told of a missing answer fails the check, not the process', async () => {
    ocsp.answer = outOfOrder;
    const onMissingAnswer = () => Promise.reject(new Error('the log is full'));
    const answer = asking({ acceptMissingAnswer: true, onMissingAnswer })();
    await expect(answer).rejects.toThrow('the log is full');
  });

  test('what is not known may become known within a minute', async () => {
    ocsp.answer = says('unknown');
    const ask = asking();
    expect(await ask()).toBe('unknown');
    ocsp.answer = says('good');
    clock.advance({ seconds: 60 });
    expect(await ask()).toBe('good');
  });

  test('a kept answer from before the revocation does not bring a certificate back', async () => {
    const early = clock();
    const ask = asking();
    clock.advance({ seconds: 600 });
    ocsp.answer = says('revoked');
    expect(await ask()).toBe('revoked');
    clock.advance({ seconds: 3601 });
    ocsp.answer = says('good', { thisUpdate: early, nextUpdate: clock() + HOUR });
    expect(await ask()).toContain('revoked when last heard of');
    clock.advance({ seconds: 5 });
    ocsp.answer = says('good');
    expect(await ask()).toBe('good');
  });

  test.each([
    { first: 'revoked', next: 'good', after: 0, outcome: 'revoked when last heard of' },
    { first: 'revoked', next: 'good', after: 1, outcome: 'good' },
    { first: 'revoked', next: 'revoked', after: 0, outcome: 'revoked' },
    { first: 'revoked', next: 'unknown', after: 0, outcome: 'unknown' },
    { first: 'unknown', next: 'good', after: 0, outcome: 'unknown when last heard of' },
    { first: 'unknown', next: 'revoked', after: 0, outcome: 'revoked' },
  ] as const)('$first, and $next dated $after s later: $outcome', async ({ first, next, after, outcome }) => {
    const thisUpdate = clock();
    ocsp.answer = says(first);
    const ask = asking();
    expect(await ask()).toBe(first);
    clock.advance({ seconds: 3600 });
    const dated = thisUpdate + after * 1000;
    ocsp.answer = says(next, { thisUpdate: dated, nextUpdate: clock() + HOUR });
    const told = await ask();
    if (outcome.includes(' ')) expect(told).toContain(outcome);
    else expect(told).toBe(outcome);
  });

  test('a certificate that was revoked is not another one when its signature is written otherwise', async () => {
    ocsp.answer = says('revoked');
    const ask = asking({ acceptMissingAnswer: true });
    expect(await ask()).toBe('revoked');
    ocsp.answer = outOfOrder;
    const twin = withOtherSignature(both);
    expect(twin.certificate.fingerprint256).not.toBe(both.certificate.fingerprint256);
    expect(twin.certificate.verify(authority.intermediate.certificate.publicKey)).toBe(true);
    expect(await ask(twin)).toBe('revoked');
    clock.advance({ seconds: 3600 });
    expect(await ask(twin)).toContain('revoked when last heard of');
  });

  test('a silent responder delays one request, not each', async () => {
    ocsp.answer = () => undefined;
    const ask = asking({ timeoutMilliseconds: 100 });
    const before = ocsp.requests.length;
    expect(await ask()).toContain('in time');
    expect(await ask()).toContain('in time');
    expect(ocsp.requests.length).toBe(before + 1);
  });

  test('a list is fetched once for all who are on it', async () => {
    const [one, other] = [await issue(undefined, crl.url), await issue(undefined, crl.url)];
    crl.answer = lists(other.certificate.serialNumber);
    const ask = asking({ ocsp: false, crl: true });
    const before = crl.requests.length;
    expect(await Promise.all([ask(one), ask(other)])).toEqual(['good', 'revoked']);
    expect(crl.requests.length).toBe(before + 1);
  });

  test('a list says nothing of a negative serial number', async () => {
    const odd = reissued(await issue(undefined, crl.url), authority.intermediate, (tbs) => {
      tbs.serialNumber = new Uint8Array([0x81, 0x02]).buffer;
    });
    crl.answer = lists('8102');
    expect(await asking({ ocsp: false, crl: true })(odd)).toContain('negative');
  });

  test('a list that is older than the one before is not believed', async () => {
    const early = lists();
    const list = await early(Buffer.alloc(0), undefined as never);
    clock.advance({ seconds: 60 });
    crl.answer = lists('01');
    const ask = asking({ ocsp: false, crl: true, maxAgeSeconds: 600 });
    expect(await ask()).toBe('good');
    clock.advance({ seconds: 601 });
    crl.answer = () => list;
    expect(await ask()).toContain('older than what is known');
  });
});

test('a list that is too long is not read', async () => {
  crl.answer = () => Buffer.alloc(1001);
  expect(await asking({ ocsp: false, crl: true, maxCrlBytes: 1000 })()).toContain('more than 1000 bytes');
});

test('a response that is too long is not read', async () => {
  ocsp.answer = () => Buffer.alloc(64 * 1024 + 1);
  expect(await asking({ acceptMissingAnswer: true })()).toContain('more than 65536 bytes');
});

test.each<[string, object]>([
  ['ocsp or crl must be true', { ocsp: false }],
  ['ocsp must be true or false', { ocsp: 'false' }],
  ['crl must be true or false', { crl: 1 }],
  ['acceptMissingAnswer must be true or false', { acceptMissingAnswer: 'no' }],
  ['onMissingAnswer must be a function', { onMissingAnswer: true }],
  ['clock must be a function', { clock: 5 }],
  ["chain must be 'leaf' or 'all'", { chain: 'everything' }],
  ["ocspMethod must be 'GET' or 'POST'", { ocspMethod: 'PUT' }],
  ['timeoutMilliseconds must be a whole number from 1', { timeoutMilliseconds: 0 }],
  ['maxAgeSeconds must be a whole number from 1', { maxAgeSeconds: -1 }],
  ['maxAgeSeconds must be a whole number from 1', { maxAgeSeconds: Number.POSITIVE_INFINITY }],
  ['clockToleranceSeconds must be a whole number from 0', { clockToleranceSeconds: 1.5 }],
  ['maxCrlBytes must be a whole number from 1', { maxCrlBytes: '1' }],
])('%s', (message, options) => {
  expect(() => revocationCheck(options as RevocationCheckOptions)).toThrow(TypeError);
  expect(() => revocationCheck(options as RevocationCheckOptions)).toThrow(message);
});
