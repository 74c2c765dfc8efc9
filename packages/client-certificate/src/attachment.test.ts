import type { AttachedCertificate } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { createAuthority, nameOf, reissued } from '../../../test/support/authority.ts';
import { certificateVerdicts } from '../../../test/support/certificate-verdict.ts';
import { attachmentOf } from './attachment.ts';

const clock = () => Date.parse('2026-01-02T03:04:05Z');
const serialNumber = '0a1b2c3d4e5f';
const commonName = 'api.partner.example';
const issuer = 'CN=Test CA Issuing,O=Countersign';

const authority = await createAuthority({ commonName: 'Test CA', clock });
const good = await authority.issueClient({ commonName, serialNumber });
const verdictOn = certificateVerdicts(authority, clock);

describe('what is attached', () => {
  test.each<{ what: string } & Partial<AttachedCertificate>>([
    { what: 'the serial number with colons and capitals', serialNumber: '0A:1B:2C:3D:4E:5F' },
    { what: 'the serial number with more leading zeros', serialNumber: '0000000a1b2c3d4e5f' },
    { what: 'the serial number without its leading zero', serialNumber: 'a1b2c3d4e5f' },
    { what: 'the issuer with spaces', issuer: 'CN = Test CA Issuing, O = Countersign' },
    { what: 'the issuer from its other end', issuer: 'O=Countersign, CN=Test CA Issuing' },
    { what: 'its fingerprint', fingerprint256: good.certificate.fingerprint256 },
    {
      what: 'its fingerprint without colons, in small letters',
      fingerprint256: good.certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    },
    { what: 'the issuer by object identifiers', issuer: '2.5.4.3=Test CA Issuing,2.5.4.10=Countersign' },
  ])('$what is the same', async ({ what: _, ...attached }) => {
    const { outcome } = await verdictOn(good, {
      attached: [{ serialNumber, commonName, issuer, ...attached }],
    });
    expect(outcome).toBe('accepted');
  });

  test.each<{ what: string } & Partial<AttachedCertificate>>([
    { what: 'another serial number', serialNumber: '0a1b2c3d4e5e' },
    { what: 'the serial number with zeros at its end', serialNumber: '0a1b2c3d4e5f00' },
    { what: 'the serial number in decimals', serialNumber: '11111107874399' },
    { what: 'the common name in capitals', commonName: 'API.partner.example' },
    { what: 'the common name and a space', commonName: `${commonName} ` },
    { what: 'part of the common name', commonName: 'partner.example' },
    { what: 'another issuer', issuer: 'CN=Test CA,O=Countersign' },
    { what: 'the issuer in capitals', issuer: 'CN=TEST CA ISSUING,O=Countersign' },
    { what: 'part of the issuer', issuer: 'CN=Test CA Issuing' },
    { what: 'an issuer that is no name', issuer: 'Test CA Issuing' },
    { what: 'no issuer', issuer: undefined },
    { what: 'the fingerprint of another', fingerprint256: authority.root.certificate.fingerprint256 },
  ])('$what is another certificate', async ({ what: _, ...attached }) => {
    const { outcome } = await verdictOn(good, {
      attached: [{ serialNumber, commonName, issuer, ...attached }],
    });
    expect(outcome).toBe('certificate-not-attached');
  });

  test.each<{ what: string; attached: AttachedCertificate; outcome: string }>([
    { what: 'no issuer', attached: { serialNumber, commonName }, outcome: 'accepted' },
    { what: 'the issuer', attached: { serialNumber, commonName, issuer }, outcome: 'accepted' },
    {
      what: 'another issuer',
      attached: { serialNumber, commonName, issuer: 'CN=Other' },
      outcome: 'certificate-not-attached',
    },
    {
      what: 'no issuer, and another common name',
      attached: { serialNumber, commonName: 'x' },
      outcome: 'certificate-not-attached',
    },
  ])('$what, where the issuer is not required: $outcome', async ({ attached, outcome }) => {
    const options = { attached: [attached], requireIssuer: false };
    expect((await verdictOn(good, options)).outcome).toBe(outcome);
  });

  test('several certificates of one account, while one replaces another', async () => {
    const next = await authority.issueClient({ commonName });
    const attached = [attachmentOf(good.pem), attachmentOf(next.chainPem)];
    expect((await verdictOn(good, { attached })).outcome).toBe('accepted');
    expect((await verdictOn(next, { attached })).outcome).toBe('accepted');
  });

  test('one certificate on two accounts belongs to neither', async () => {
    const certificates = [attachmentOf(good.pem)];
    const accounts = [
      { id: 'one', certificates },
      { id: 'two', certificates },
    ];
    const { outcome, explain } = await verdictOn(good, { accounts });
    expect(outcome).toBe('certificate-not-attached');
    expect(explain.at(-1)).toMatchObject({ detail: 'attached to one, two' });
  });

  test('one account that has the serial number, and one that has the certificate: the second', async () => {
    const accounts = [
      { id: 'one', certificates: [{ ...attachmentOf(good.pem), commonName: 'another' }] },
      { id: 'two', certificates: [attachmentOf(good.pem)] },
    ];
    const { verdict } = await verdictOn(good, { accounts });
    expect(verdict).toMatchObject({ principal: { account: 'two' } });
  });

  test('the serial number and common name of a certificate of another authority that is trusted too', async () => {
    const other = await createAuthority({ commonName: 'Other CA', clock });
    const twin = await other.issueClient({ commonName, serialNumber });
    const trust = { trustAnchors: [authority.root.pem, other.root.pem], beside: [other.intermediate] };
    const { outcome, explain } = await verdictOn(twin, { ...trust, attached: [attachmentOf(good.pem)] });
    expect(outcome).toBe('certificate-not-attached');
    expect(explain.at(-1)?.detail).toBe('the serial number is attached to partner, with another issuer');
    expect((await verdictOn(twin, trust)).outcome).toBe('accepted');
  });
});

describe('hints', () => {
  test.each<{ attached: AttachedCertificate[]; hint: RegExp }>([
    { attached: [], hint: /renewed certificate has a new serial number/ },
    { attached: [{ serialNumber, commonName: 'x', issuer }], hint: /compared character by character/ },
    { attached: [{ serialNumber, commonName }], hint: /with the issuer CN=Test CA Issuing,O=Countersign/ },
    { attached: [{ serialNumber, commonName, issuer: 'CN=x' }], hint: /CN=Test CA Issuing,O=Countersign/ },
  ])('$hint', async ({ attached, hint }) => {
    const { explain } = await verdictOn(good, { attached });
    expect(explain.at(-1)).toMatchObject({ check: 'attached certificate', outcome: 'failed' });
    expect(explain.at(-1)?.hint).toMatch(hint);
  });
});

describe('attachmentOf', () => {
  test('is what an account holds', () => {
    const record = { serialNumber: 'a1b2c3d4e5f', commonName, issuer };
    expect(attachmentOf(good.pem)).toEqual(record);
    expect(attachmentOf(good.chainPem)).toEqual(record);
    expect(attachmentOf(good.certificate)).toEqual(record);
  });

  test('is refused for what no account could be known by', () => {
    const nameless = reissued(good, authority.intermediate, (tbs) => {
      tbs.subject = nameOf([['2.5.4.10', { utf8String: 'Bank' }]]);
    });
    expect(() => attachmentOf(nameless.certificate)).toThrow(/the subject has no common name/);
    expect(() => attachmentOf(good.keyPem)).toThrow(TypeError);
    expect(() => attachmentOf('')).toThrow(TypeError);
  });
});

describe('another authority of the same name, which issued the same serial number and common name', () => {
  const attachedTo = attachmentOf(good.pem);
  const { fingerprint256 } = good.certificate;
  const only = [authority.root.pem];

  test.each([
    { what: 'not trusted', both: false, pin: false, outcome: 'certificate-untrusted' },
    { what: 'not trusted, and pinned', both: false, pin: true, outcome: 'certificate-untrusted' },
    // Nothing but its key tells it apart: whoever trusts two authorities of one name pins.
    { what: 'trusted as well', both: true, pin: false, outcome: 'accepted' },
    { what: 'trusted as well, and pinned', both: true, pin: true, outcome: 'certificate-not-attached' },
  ])('$what: $outcome', async ({ both, pin, outcome }) => {
    const twin = await createAuthority({ commonName: 'Test CA', clock });
    const same = await twin.issueClient({ commonName, serialNumber });
    expect(attachmentOf(same.pem)).toEqual(attachedTo);
    const setting = {
      attached: [{ ...attachedTo, ...(pin && { fingerprint256 }) }],
      trustAnchors: both ? [...only, twin.root.pem] : only,
    };
    expect((await verdictOn(good, setting)).outcome).toBe('accepted');
    expect((await verdictOn(same, { ...setting, beside: [twin.intermediate] })).outcome).toBe(outcome);
  });
});
