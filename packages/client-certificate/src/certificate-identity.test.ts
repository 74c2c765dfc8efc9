import { describe, expect, test } from 'vitest';
import { CN, createAuthority, type NamePart, nameOf, reissued } from '../../../test/support/authority.ts';
import { certificateVerdicts } from '../../../test/support/certificate-verdict.ts';
import { attachmentOf } from './attachment.ts';

const clock = () => Date.parse('2026-01-02T03:04:05Z');
const authority = await createAuthority({ commonName: 'Test CA', clock });
const good = await authority.issueClient({ commonName: 'shop.example' });
const { serialNumber, commonName, issuer } = attachmentOf(good.pem);
const verdictOn = certificateVerdicts(authority, clock);

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
    'CN=shop.example',
    'caf\u00e9',
    'cafe\u0301',
    'sh\u043ep.example',
  ];

  test.each(twins)('%j is itself and none of its twins', async (name) => {
    const issued = await authority.issueClient({ commonName: name, serialNumber });
    for (const twin of twins) {
      const { outcome } = await verdictOn(issued, { attached: [{ serialNumber, commonName: twin, issuer }] });
      expect([twin, outcome]).toEqual([twin, twin === name ? 'accepted' : 'certificate-not-attached']);
    }
  });

  const utf8: NamePart = [[CN, { utf8String: 'shop.example' }]];
  const evil: NamePart = [[CN, { utf8String: 'evil.example' }]];
  const bank: NamePart = [['2.5.4.10', { utf8String: 'Bank' }]];
  const bits: NamePart = [[CN, Buffer.from('03020041', 'hex')]];
  // U+10041, which a parser that keeps 16 bits of it takes for A.
  const beyond16Bits: NamePart = [[CN, Buffer.from('1c0400010041', 'hex')]];

  const withSubject = (...subject: NamePart[]) =>
    reissued(good, authority.intermediate, (tbs) => {
      tbs.subject = nameOf(...subject);
    });

  test.each<{ what: string; subject: NamePart[] }>([
    { what: 'a BMPString', subject: [[[CN, { bmpString: 'shop.example' }]]] },
    { what: 'beside another attribute in one part', subject: [[...utf8, ...bank]] },
    { what: 'before the other attributes', subject: [utf8, bank] },
    { what: 'after the other attributes', subject: [bank, utf8] },
  ])('$what is accepted', async ({ subject }) => {
    const attached = [{ serialNumber, commonName, issuer }];
    expect((await verdictOn(withSubject(...subject), { attached })).outcome).toBe('accepted');
  });

  test.each<{ what: string; subject: NamePart[]; attached?: string }>([
    { what: 'two in two parts', subject: [evil, utf8] },
    { what: 'two in one part', subject: [[...evil, ...utf8]] },
    { what: 'the same one twice', subject: [utf8, utf8] },
    { what: 'none', subject: [bank] },
    { what: 'an empty one', subject: [[[CN, { utf8String: '' }]]] },
    { what: 'a bit string', subject: [bits], attached: 'A' },
    { what: 'text beside one that is no text', subject: [utf8, bits] },
    { what: 'text that reads as another', subject: [beyond16Bits], attached: 'A' },
  ])('$what is malformed', async ({ subject, attached: commonName = 'shop.example' }) => {
    const attached = [{ serialNumber, commonName, issuer }];
    expect((await verdictOn(withSubject(...subject), { attached })).outcome).toBe('certificate-malformed');
  });
});

describe('serial numbers', () => {
  const longest = `7f${'ff'.repeat(19)}`;
  test.each([
    { what: 'zero', bytes: '00', attached: '0', outcome: 'accepted' },
    { what: '255', bytes: '00ff', attached: 'ff', outcome: 'accepted' },
    {
      what: 'minus one where 255 is attached',
      bytes: 'ff',
      attached: 'ff',
      outcome: 'certificate-malformed',
    },
    { what: '20 bytes', bytes: longest, attached: `7F${':FF'.repeat(19)}`, outcome: 'accepted' },
    {
      what: '20 bytes that need a sign',
      bytes: `00${'ff'.repeat(20)}`,
      attached: 'ff'.repeat(20),
      outcome: 'accepted',
    },
    {
      what: '21 bytes',
      bytes: `01${'00'.repeat(20)}`,
      attached: `01${'00'.repeat(20)}`,
      outcome: 'certificate-malformed',
    },
    {
      what: '21 bytes, of which the last 20 are attached',
      bytes: `01${longest}`,
      attached: longest,
      outcome: 'certificate-malformed',
    },
    {
      what: '19 of 20 bytes',
      bytes: longest,
      attached: longest.slice(2),
      outcome: 'certificate-not-attached',
    },
    {
      what: 'one more than a double can tell',
      bytes: '20000000000001',
      attached: '20000000000000',
      outcome: 'certificate-not-attached',
    },
  ])('$what: $outcome', async ({ bytes, attached, outcome }) => {
    const odd = reissued(good, authority.intermediate, (tbs) => {
      tbs.serialNumber = new Uint8Array(Buffer.from(bytes, 'hex')).buffer;
    });
    const record = { serialNumber: attached, commonName, issuer };
    expect((await verdictOn(odd, { attached: [record] })).outcome).toBe(outcome);
  });
});
