import { randomBytes, sign, X509Certificate } from 'node:crypto';
import { type BasicOCSPResponse, type CertID, OCSPResponseStatus, ResponderID } from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { Certificate, Extension } from '@peculiar/asn1-x509';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Authority,
  createAuthority,
  type IssuedCertificate,
  issueCertificate,
  leafExtensions,
  reissued,
  x509,
} from '../../../../test/support/authority.ts';
import {
  ECDSA_WITH_SHA1,
  type OcspAnswer,
  ocspResponseTo,
  responseOf,
} from '../../../../test/support/ocsp-responder.ts';
import { certificateIdOf, keyHashOf } from './certificate-id.ts';
import { nonceValue } from './ocsp-request.ts';
import { readOcspResponse } from './ocsp-response.ts';

const NOW = Date.parse('2026-01-02T03:04:05Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const freshness = { maxAge: HOUR, tolerance: 5 * MINUTE };
const NONCE = '1.3.6.1.5.5.7.48.1.2';

let authority: Authority;
let issuer: IssuedCertificate;
let leaf: IssuedCertificate;
let id: CertID;
let delegate: IssuedCertificate;

beforeAll(async () => {
  authority = await createAuthority({ commonName: 'Test CA', clock: () => NOW });
  issuer = authority.intermediate;
  leaf = await authority.issueClient({ commonName: 'leaf' });
  delegate = await issueDelegate();
  id = certificateIdOf(leaf.certificate, issuer.certificate);
});

function issueDelegate(more: Partial<Parameters<Authority['issueClient']>[0]> = {}) {
  return authority.issueClient({
    commonName: 'responder',
    usages: [x509.ExtendedKeyUsage.ocspSigning],
    ...more,
  });
}

interface Response extends Partial<OcspAnswer> {
  readonly ids?: readonly CertID[];
  readonly extensions?: Extension[];
  readonly nonce?: never;
}

function answerOf({ ids = [id], extensions = [], ...answer }: Response, nonce?: Uint8Array<ArrayBuffer>) {
  const times = { thisUpdate: NOW - MINUTE, nextUpdate: NOW + 30 * MINUTE };
  return read(ocspResponseTo(ids, extensions, { signer: issuer, ...times, ...answer }), nonce);
}

function read(der: Uint8Array, nonce?: Uint8Array<ArrayBuffer>) {
  return readOcspResponse(der, { id, issuer: issuer.certificate, nonce }, freshness, NOW);
}

test.each(['good', 'revoked', 'unknown'] as const)('a signed answer says %s', (status) => {
  expect(answerOf({ status })).toEqual({
    value: status,
    thisUpdate: NOW - MINUTE,
    since: NOW,
    until: NOW + 35 * MINUTE,
  });
});

test('a responder may name itself by its key', () => {
  const byKey = (data: { responderID: ResponderID }) => {
    data.responderID = new ResponderID({ byKey: new OctetString(keyHashOf(issuer.certificate)) });
  };
  expect(answerOf({ change: byKey }).value).toBe('good');
});

describe('times', () => {
  test.each([
    { about: 'from now', thisUpdate: NOW, outcome: 'good' },
    { about: 'as far ahead as clocks may be', thisUpdate: NOW + 5 * MINUTE, outcome: 'good' },
    { about: 'from the future', thisUpdate: NOW + 5 * MINUTE + 1000, outcome: 'from the future' },
    { about: 'at its end', nextUpdate: NOW - 5 * MINUTE + 1000, outcome: 'good' },
    { about: 'stale', nextUpdate: NOW - 5 * MINUTE, outcome: 'out of date' },
    { about: 'without an end, young', thisUpdate: NOW - HOUR, nextUpdate: undefined, outcome: 'good' },
    { about: 'old, endless', thisUpdate: NOW - 2 * HOUR, nextUpdate: undefined, outcome: 'out of date' },
    { about: 'that ends before it begins', nextUpdate: NOW - 2 * MINUTE, outcome: 'ends before it begins' },
  ])('an answer $about: $outcome', ({ outcome, about: _, ...times }) => {
    const starts =
      times.nextUpdate !== undefined && times.nextUpdate < NOW - 4 * MINUTE ? NOW - HOUR : undefined;
    const ask = () => answerOf({ ...(starts && { thisUpdate: starts }), ...times }).value;
    if (outcome === 'good') expect(ask()).toBe('good');
    else expect(ask).toThrow(outcome);
  });

  test('an answer is relied on for an hour at most, however long it says it is good', () => {
    expect(answerOf({ nextUpdate: NOW + 7 * 24 * HOUR }).until).toBe(NOW + HOUR);
  });

  test('an answer that was made in the future', () => {
    const change = (data: { producedAt: Date }) => {
      data.producedAt = new Date(NOW + HOUR);
    };
    expect(() => answerOf({ change })).toThrow('from the future');
  });
});

describe('who signed', () => {
  const delegated = (one: IssuedCertificate) => answerOf({ signer: one, certs: [one] }).value;

  test('a delegate of the issuer', () => {
    expect(delegated(delegate)).toBe('good');
    expect(answerOf({ signer: delegate, certs: [leaf, delegate] }).value).toBe('good');
  });

  test('a delegate whose certificate is not encoded as it would be anew', () => {
    // `critical` is TRUE as 0x01: BER, and no DER. What is signed is what is there.
    const loose = (der: Buffer) => Buffer.from(der.toString('hex').replaceAll('0101ff', '010101'), 'hex');
    const asn = AsnConvert.parse(delegate.certificate.raw, Certificate);
    const tbs = loose(Buffer.from(AsnConvert.serialize(asn.tbsCertificate)));
    asn.signatureValue = new Uint8Array(sign('sha256', tbs, issuer.keyPem)).buffer;
    const odd = new X509Certificate(loose(Buffer.from(AsnConvert.serialize(asn))));
    expect(odd.verify(issuer.certificate.publicKey)).toBe(true);
    const times = { thisUpdate: NOW - MINUTE, nextUpdate: NOW + 30 * MINUTE };
    const signer = { ...delegate, certificate: odd };
    const der = loose(ocspResponseTo([id], [], { signer, certs: [signer], ...times }));
    expect(der.includes(tbs)).toBe(true);
    expect(read(der).value).toBe('good');
  });

  test.each([
    ['without OCSPSigning', () => issueDelegate({ usages: [x509.ExtendedKeyUsage.clientAuth] })],
    ['for any usage', () => issueDelegate({ usages: ['2.5.29.37.0'] })],
    ['that has expired', () => issueDelegate({ notBefore: NOW - 2 * HOUR, notAfter: NOW - HOUR })],
    ['that is not valid yet', () => issueDelegate({ notBefore: NOW + HOUR })],
    [
      'with a critical extension that nobody knows',
      () => issueDelegate({ extensions: [new x509.Extension('1.2.3.4', true, Buffer.from([5, 0]))] }),
    ],
    ['of the root and not of the issuer', () => issueFrom(authority.root)],
    [
      'of another authority with the same name',
      async () =>
        issueFrom((await createAuthority({ commonName: 'Test CA', clock: () => NOW })).intermediate),
    ],
    [
      'that says it is of the issuer, and is signed with another key',
      async () =>
        reissued(delegate, (await createAuthority({ commonName: 'Test CA' })).intermediate, () => {}),
    ],
    [
      'signed with the key of the issuer, under another name',
      async () => reissued(delegate, issuer, (tbs) => Object.assign(tbs, { issuer: tbs.subject })),
    ],
  ])('a delegate %s', async (_, issue) => {
    const one = await issue();
    expect(() => delegated(one)).toThrow("not one for the issuer's OCSP");
  });

  function issueFrom(other: IssuedCertificate) {
    return issueCertificate({
      subject: [['CN', 'responder']],
      issuer: other,
      notBefore: NOW - HOUR,
      notAfter: NOW + HOUR,
      extensions: leafExtensions([x509.ExtendedKeyUsage.ocspSigning]),
    });
  }

  test('a delegate whose certificate is not there', () => {
    expect(() => answerOf({ signer: delegate })).toThrow('not signed by the issuer');
  });

  test('a delegate behind more certificates than a response has', () => {
    const certs = [leaf, leaf, leaf, leaf, delegate];
    expect(() => answerOf({ signer: delegate, certs })).toThrow('not signed by the issuer');
  });

  test('the certificate itself', () => {
    expect(() => delegated(leaf)).toThrow("not one for the issuer's OCSP");
  });

  test('another key, under the name of the issuer', async () => {
    const { intermediate } = await createAuthority({ commonName: 'Test CA', clock: () => NOW });
    expect(() => answerOf({ signer: intermediate })).toThrow('not signed by the issuer');
    expect(() => answerOf({ signer: intermediate, certs: [intermediate] })).toThrow("issuer's OCSP");
  });

  test('the issuer, under the name of another', () => {
    const change = (data: { responderID: ResponderID }) => {
      data.responderID = new ResponderID({ byKey: new OctetString(keyHashOf(leaf.certificate)) });
    };
    expect(() => answerOf({ change })).toThrow('not signed by the issuer');
  });

  test.each<[string, (response: BasicOCSPResponse) => unknown]>([
    ['nobody', (response) => Object.assign(response, { signature: new ArrayBuffer(0) })],
    ['the issuer, with a bit changed', (response) => new Uint8Array(response.signature).fill(1, 20, 21)],
    ['the issuer, of something else', (response) => response.tbsResponseData.producedAt.setTime(NOW - HOUR)],
    [
      'an unknown algorithm',
      (response) => Object.assign(response.signatureAlgorithm, { algorithm: '1.2.3.4' }),
    ],
  ])('%s', (_, tamper) => {
    expect(() => answerOf({ tamper })).toThrow('not signed by the issuer');
    expect(() => answerOf({ tamper, signer: delegate, certs: [delegate] })).toThrow(
      'not signed by the issuer',
    );
  });

  test('the issuer, with SHA-1', () => {
    expect(() => answerOf({ algorithm: ECDSA_WITH_SHA1 })).toThrow('not signed by the issuer');
  });
});

describe('whose status', () => {
  test('another serial number of the same issuer', async () => {
    const other = await authority.issueClient({ commonName: 'leaf' });
    const ids = [certificateIdOf(other.certificate, issuer.certificate)];
    expect(() => answerOf({ ids })).toThrow('another certificate');
    expect(answerOf({ ids: [...ids, id] }).value).toBe('good');
  });

  test.each<[string, (single: CertID) => unknown]>([
    ['issuer name', (one) => Object.assign(one, { issuerNameHash: new OctetString(randomBytes(20)) })],
    ['issuer key', (one) => Object.assign(one, { issuerKeyHash: new OctetString(randomBytes(20)) })],
    ['hash algorithm', (one) => Object.assign(one.hashAlgorithm, { algorithm: '2.16.840.1.101.3.4.2.1' })],
  ])('the same serial number of another %s', (_, change) => {
    const other = certificateIdOf(leaf.certificate, issuer.certificate);
    change(other);
    expect(() => answerOf({ ids: [other] })).toThrow('another certificate');
  });

  test('nobody, and twice the certificate', () => {
    expect(() => answerOf({ ids: [] })).toThrow('another certificate');
    expect(() => answerOf({ ids: [id, id] })).toThrow('twice');
  });
});

describe('extensions', () => {
  const nonce = new Uint8Array(randomBytes(32));
  const echo = (value: Uint8Array<ArrayBuffer>, critical = false) =>
    new Extension({ extnID: NONCE, critical, extnValue: new OctetString(nonceValue(value)) });

  test('the nonce that was sent, or none', () => {
    expect(answerOf({ extensions: [echo(nonce)] }, nonce).value).toBe('good');
    expect(answerOf({ extensions: [echo(nonce, true)] }, nonce).value).toBe('good');
    expect(answerOf({}, nonce).value).toBe('good');
  });

  test('another nonce, one that was not sent, a second one', () => {
    const other = echo(new Uint8Array(randomBytes(32)));
    expect(() => answerOf({ extensions: [other] }, nonce)).toThrow('nonce');
    expect(() => answerOf({ extensions: [other] })).toThrow('nonce');
    expect(() => answerOf({ extensions: [echo(nonce), other] }, nonce)).toThrow('nonce');
  });

  test('a critical one that nobody knows', () => {
    const unknown = (critical: boolean) => [
      new Extension({ extnID: '1.2.3.4', critical, extnValue: new OctetString([5, 0]) }),
    ];
    expect(answerOf({ extensions: unknown(false) }).value).toBe('good');
    expect(() => answerOf({ extensions: unknown(true) })).toThrow('not understood: 1.2.3.4');
    const change = (data: { responses: { singleExtensions?: Extension[] }[] }) => {
      for (const single of data.responses) single.singleExtensions = unknown(true);
    };
    expect(() => answerOf({ change })).toThrow('not understood: 1.2.3.4');
  });
});

describe('no answer', () => {
  test('try later is none', () => {
    expect(() => read(responseOf(OCSPResponseStatus.tryLater))).toThrow(
      expect.objectContaining({ missing: true, message: expect.stringContaining('try later') }),
    );
  });

  test.each([
    ['internalError', responseOf(OCSPResponseStatus.internalError)],
    ['unauthorized', responseOf(OCSPResponseStatus.unauthorized)],
    ['unknown type', responseOf(OCSPResponseStatus.successful)],
    ['no OCSP response', Buffer.from('<html>Not found</html>')],
    ['no OCSP response', Buffer.alloc(60_000, 0x30)],
    ['no OCSP response', randomBytes(1000)],
  ])('%s is a bad one', (message, der) => {
    expect(() => read(der)).toThrow(
      expect.objectContaining({ missing: false, message: expect.stringContaining(message) }),
    );
  });

  test('whatever byte is changed, nothing that is answered is another status', () => {
    const times = { thisUpdate: NOW - MINUTE, nextUpdate: NOW + 30 * MINUTE };
    const der = ocspResponseTo([id], [], { signer: issuer, status: 'revoked', ...times });
    for (const position of der.keys()) {
      const changed = Buffer.from(der);
      changed[position] = (changed[position] ?? 0) ^ 0x20;
      let value: string | undefined;
      try {
        ({ value } = read(changed));
      } catch {
        continue;
      }
      expect(value).toBe('revoked');
    }
  });
});
