import { describe, expect, test } from 'vitest';
import { type Address, isPublic, isWithin, parseAddress, parseRanges } from './address.ts';

const parsed = (text: string): Address => {
  const address = parseAddress(text);
  if (!address) throw new Error(`${text} is not an address`);
  return address;
};

describe('one literal address', () => {
  test.each([
    { text: '203.0.113.7', is: '203.0.113.7' },
    { text: '0.0.0.0', is: '0.0.0.0' },
    { text: '255.255.255.255', is: '255.255.255.255' },
    { text: '2001:db8::7', is: '2001:db8::7' },
    { text: '2001:0DB8:0000:0000:0000:0000:0000:0007', is: '2001:db8::7' },
    { text: '::', is: '::' },
    { text: '::ffff:203.0.113.7', is: '203.0.113.7' },
    { text: '::FFFF:cb00:7107', is: '203.0.113.7' },
    // IPv4-compatible (RFC 4291, section 2.5.5.1): not that IPv4 address, however it is written.
    { text: '::203.0.113.7', is: '::cb00:7107' },
    { text: '0:0:0:0:0:0:203.0.113.7', is: '::cb00:7107' },
    { text: '::cb00:7107', is: '::cb00:7107' },
    { text: '0000:0000:0000:0000:0000:ffff:203.000.113.7', is: undefined },
    // The longest that there is: 45 characters.
    { text: '0000:0000:0000:0000:0000:ffff:203.100.113.107', is: '203.100.113.107' },
  ])('$text is $is', ({ text, is }) => {
    expect(parseAddress(text)?.toString()).toBe(is);
  });

  test.each([
    { what: 'nothing', text: '' },
    { what: 'an octal part', text: '010.0.0.1' },
    { what: 'a hexadecimal part', text: '0x7f.0.0.1' },
    { what: 'a shortened IPv4', text: '127.1' },
    { what: 'an IPv4 as one number', text: '2130706433' },
    { what: 'a part of 256', text: '203.0.113.256' },
    { what: 'five parts', text: '1.2.3.4.5' },
    { what: 'a port', text: '203.0.113.7:443' },
    { what: 'brackets', text: '[2001:db8::7]' },
    { what: 'brackets and a port', text: '[2001:db8::7]:443' },
    { what: 'a zone', text: 'fe80::1%eth0' },
    { what: 'an empty zone', text: 'fe80::1%' },
    { what: 'a list', text: '203.0.113.7, 203.0.113.8' },
    { what: 'a range', text: '203.0.113.0/24' },
    { what: 'a name', text: 'localhost' },
    { what: 'a space before', text: ' 203.0.113.7' },
    { what: 'a line break after', text: '203.0.113.7\n' },
    { what: 'a NUL after', text: '203.0.113.7\0' },
    { what: 'two shortenings', text: '2001::db8::7' },
    { what: 'nine groups', text: '1:2:3:4:5:6:7:8:9' },
    { what: 'a group of five digits', text: '2001:db8::00007' },
    { what: 'digits of another script', text: '１.２.３.４' },
    { what: 'more than 45 characters', text: `${'0'.repeat(40)}::1` },
  ])('$what is none', ({ text }) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

describe('ranges', () => {
  test.each([
    { ranges: ['203.0.113.7'], address: '203.0.113.7', within: true },
    { ranges: ['203.0.113.7'], address: '203.0.113.8', within: false },
    { ranges: ['203.0.113.0/24'], address: '203.0.113.255', within: true },
    { ranges: ['203.0.113.0/24'], address: '203.0.114.0', within: false },
    { ranges: ['203.0.113.64/26'], address: '203.0.113.63', within: false },
    { ranges: ['203.0.113.64/26'], address: '203.0.113.64', within: true },
    { ranges: ['203.0.113.64/26'], address: '203.0.113.127', within: true },
    { ranges: ['203.0.113.64/26'], address: '203.0.113.128', within: false },
    { ranges: ['203.0.113.7/32'], address: '203.0.113.7', within: true },
    { ranges: ['0.0.0.0/0'], address: '203.0.113.7', within: true },
    { ranges: ['0.0.0.0/0'], address: '2001:db8::7', within: false },
    { ranges: ['::/0'], address: '2001:db8::7', within: true },
    { ranges: ['::/0'], address: '203.0.113.7', within: false },
    { ranges: ['2001:db8::/33'], address: '2001:db8:7fff::', within: true },
    { ranges: ['2001:db8::/33'], address: '2001:db8:8000::', within: false },
    { ranges: ['203.0.113.0/24'], address: '::ffff:203.0.113.7', within: true },
    { ranges: ['::ffff:203.0.113.7'], address: '203.0.113.7', within: true },
    { ranges: ['::ffff:203.0.113.0/24'], address: '203.0.113.9', within: true },
    { ranges: ['10.0.0.0/8', '192.0.2.1'], address: '192.0.2.1', within: true },
    { ranges: [], address: '203.0.113.7', within: false },
  ])('$address in $ranges: $within', ({ ranges, address, within }) => {
    expect(isWithin(parsed(address), parseRanges(ranges, 'addresses'))).toBe(within);
  });

  test.each([
    '10/8',
    '010.0.0.0/8',
    '0x0a000000/8',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/08',
    '10.0.0.0/8.0',
    '10.0.0.0/1e1',
    '10.0.0.0/',
    '10.0.0.0/8/8',
    '10.0.0.0 /8',
    '10.0.0.0/ 8',
    '2001:db8::/129',
    'fe80::%eth0/64',
    '::ffff:10.0.0.0/104',
    'example.com',
    '*',
    '',
  ])('"%s" throws, and is named', (entry) => {
    expect(() => parseRanges(['10.0.0.0/8', entry], 'addresses')).toThrow(
      new TypeError(`addresses: "${entry}" is neither an IP address nor a CIDR range such as 10.0.0.0/8`),
    );
  });

  test.each([{ entries: [7] }, { entries: [null] }, { entries: [['10.0.0.1']] }])(
    '$entries holds no text, and throws',
    ({ entries }) => {
      expect(() => parseRanges(entries as never, 'addresses')).toThrow(/neither an IP address/);
    },
  );

  test.each(['10.0.0.0/8', {}, null])('%j is no list, and throws', (entries) => {
    expect(() => parseRanges(entries as never, 'addresses')).toThrow(/addresses must be a list/);
  });
});

describe('public addresses', () => {
  test.each([
    { address: '8.8.8.8', isPublic: true },
    { address: '111.111.11.111', isPublic: true },
    { address: '9.255.255.255', isPublic: true },
    { address: '10.0.0.0', isPublic: false },
    { address: '10.255.255.255', isPublic: false },
    { address: '11.0.0.0', isPublic: true },
    { address: '172.15.255.255', isPublic: true },
    { address: '172.16.0.0', isPublic: false },
    { address: '172.31.255.255', isPublic: false },
    { address: '172.32.0.0', isPublic: true },
    { address: '192.168.0.1', isPublic: false },
    { address: '100.64.0.1', isPublic: false },
    { address: '127.0.0.1', isPublic: false },
    { address: '169.254.1.1', isPublic: false },
    { address: '0.0.0.0', isPublic: false },
    { address: '224.0.0.1', isPublic: false },
    { address: '255.255.255.255', isPublic: false },
    { address: '::ffff:10.0.0.1', isPublic: false },
    { address: '::ffff:8.8.8.8', isPublic: true },
    { address: '2606:4700::1111', isPublic: true },
    { address: '::1', isPublic: false },
    { address: '::', isPublic: false },
    { address: '::7f00:1', isPublic: false },
    { address: 'fe80::1', isPublic: false },
    { address: 'fc00::1', isPublic: false },
    { address: 'fec0::1', isPublic: false },
    { address: 'ff02::1', isPublic: false },
    { address: '2001:db8::1', isPublic: false },
    { address: '2002:a00:1::', isPublic: false },
    { address: '64:ff9b::a00:1', isPublic: false },
    { address: '4000::1', isPublic: false },
  ])('$address: $isPublic', ({ address, isPublic: expected }) => {
    expect(isPublic(parsed(address))).toBe(expected);
  });
});
