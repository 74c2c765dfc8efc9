import { AsnConvert } from '@peculiar/asn1-schema';
import { Name } from '@peculiar/asn1-x509';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type NameParts, nameParts, parseName, printName } from './distinguished-name.ts';

const CN = '2.5.4.3';
const DC = '0.9.2342.19200300.100.1.25';
const example: NameParts = [[{ type: DC, text: 'net' }], [{ type: DC, text: 'example' }]];

describe('RFC 4514, section 4', () => {
  test.each<{ text: string; parts: NameParts; printed?: string }>([
    {
      text: 'UID=jsmith,DC=example,DC=net',
      parts: [...example, [{ type: '0.9.2342.19200300.100.1.1', text: 'jsmith' }]],
    },
    {
      text: 'OU=Sales+CN=J.  Smith,DC=example,DC=net',
      parts: [
        ...example,
        [
          { type: '2.5.4.11', text: 'Sales' },
          { type: CN, text: 'J.  Smith' },
        ],
      ],
      // The attributes of one part are a set.
      printed: 'CN=J.  Smith+OU=Sales,DC=example,DC=net',
    },
    {
      text: 'CN=James \\"Jim\\" Smith\\, III,DC=example,DC=net',
      parts: [...example, [{ type: CN, text: 'James "Jim" Smith, III' }]],
    },
    {
      text: 'CN=Before\\0dAfter,DC=example,DC=net',
      parts: [...example, [{ type: CN, text: 'Before\rAfter' }]],
    },
    {
      text: '1.3.6.1.4.1.1466.0=#04024869',
      parts: [[{ type: '1.3.6.1.4.1.1466.0', der: '04024869' }]],
    },
    { text: 'CN=Lu\\C4\\8Di\\C4\\87', parts: [[{ type: CN, text: 'Lučić' }]], printed: 'CN=Lučić' },
  ])('$text', ({ text, parts, printed = text }) => {
    expect(parseName(text)).toEqual(parts);
    expect(printName(parts)).toBe(printed);
  });
});

describe('other spellings of one name', () => {
  test.each([
    'CN=A B,O=X',
    'CN=A B, O=X',
    ' CN = A B , O = X ',
    'cn=A B,o=X',
    '2.5.4.3=A B,2.5.4.10=X',
    'CN=\\41\\20B,O=X',
    'CN=A\\ B,O=X',
    'CN=#0c03412042,O=#130158',
  ])('%s', (text) => {
    expect(printName(parseName(text) ?? [])).toBe('CN=A B,O=X');
  });
});

test.each([
  '',
  'A B',
  'CN',
  '=A',
  'CN=A,',
  ',CN=A',
  'CN=A,,O=X',
  'CN=A+,O=X',
  'CN=A;O=X',
  'CN="A"',
  'CN=A\\',
  'CN=A\\q',
  'CN=A\\ff',
  'CN=#04',
  'Common Name=A',
  'toString=A',
])('%j is no name', (text) => {
  expect(parseName(text)).toBeUndefined();
});

test.each([
  { what: 'nothing', text: '', printed: 'CN=' },
  { what: 'a space', text: ' ', printed: 'CN=\\ ' },
  { what: 'spaces around', text: ' a ', printed: 'CN=\\ a\\ ' },
  { what: 'a hash', text: '#0c0141', printed: 'CN=\\#0c0141' },
  { what: 'what looks like more attributes', text: 'a+CN=b,O=c', printed: 'CN=a\\+CN=b\\,O=c' },
  { what: 'a backslash before a comma', text: '\\,', printed: 'CN=\\\\\\,' },
  { what: 'a NUL', text: 'a\0b', printed: 'CN=a\\00b' },
  { what: 'a newline', text: 'a\nb', printed: 'CN=a\\0ab' },
  { what: 'a zero-width space', text: 'a\u200bb', printed: 'CN=a\\e2\\80\\8bb' },
  { what: 'a change of direction', text: 'a\u202eb', printed: 'CN=a\\e2\\80\\aeb' },
])('$what is printed so that it reads back', ({ text, printed }) => {
  expect(printName([[{ type: CN, text }]])).toBe(printed);
  expect(parseName(printed)).toEqual([[{ type: CN, text }]]);
});

test('what is printed reads back as the same name, whatever it holds', () => {
  const attribute = fc.oneof(
    fc.record({
      type: fc.constantFrom(CN, DC, '2.5.4.97', '1.2.3.4'),
      text: fc.string({ unit: 'grapheme' }),
    }),
    fc.record({ type: fc.constant(CN), text: fc.string({ unit: 'binary' }) }),
    fc.record({ type: fc.constant(CN), text: fc.string({ unit: fc.constantFrom(...' \\,+"#=;<>\0a1') }) }),
  );
  const name = fc.array(fc.uniqueArray(attribute, { minLength: 1, maxLength: 2 }), { minLength: 1 });
  fc.assert(
    fc.property(name, (parts) => {
      const read = parseName(printName(parts)) ?? [];
      const inOrder = (one: NameParts) =>
        one.map((part) => part.toSorted((a, b) => (printName([[a]]) < printName([[b]]) ? -1 : 1)));
      expect(inOrder(read)).toEqual(inOrder(parts));
    }),
    { seed: 4514, numRuns: 2000 },
  );
});

test('text that is no Unicode is no name', () => {
  // BMPString D800: half a surrogate pair.
  const der = Buffer.from('300d310b300906035504031e02d800', 'hex');
  expect(() => nameParts(AsnConvert.parse(der, Name))).toThrow(/not Unicode/);
});
