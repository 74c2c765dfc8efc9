import { describe, expect, test } from 'vitest';
import { addressKey, pairKey } from './throttle-keys.ts';

describe('an address counts as', () => {
  test.each([
    { address: '203.0.113.7', key: '203.0.113.7' },
    { address: '::ffff:203.0.113.7', key: '203.0.113.7' },
    { address: '::FFFF:CB00:7107', key: '203.0.113.7' },
    { address: '2001:db8:1:2::1', key: '2001:db8:1:2::/64' },
    { address: '2001:db8:1:2:ffff:ffff:ffff:ffff', key: '2001:db8:1:2::/64' },
    { address: '2001:DB8:1:2:0:0:0:1', key: '2001:db8:1:2::/64' },
    { address: '2001:db8:1:3::1', key: '2001:db8:1:3::/64' },
    { address: '2001:db8:1:1:ffff:ffff:ffff:ffff', key: '2001:db8:1:1::/64' },
    { address: '::1', key: '0:0:0:0::/64' },
    { address: 'fe80::1%eth0', key: 'unknown' },
    { address: 'not an address', key: 'unknown' },
    { address: '203.0.113.7:443', key: 'unknown' },
    { address: '', key: 'unknown' },
    { address: undefined, key: 'unknown' },
  ])('$address: $key', ({ address, key }) => {
    expect(addressKey(address)).toBe(key);
  });
});

describe('the key of an account and an address', () => {
  // SHA-256 in base64url: 32 bytes are 43 characters.
  test.each([0, 1, 1024, 100_000])('is of one length for an account of %i characters', (length) => {
    expect(pairKey('a'.repeat(length), '203.0.113.7')).toMatch(/^[\w-]{43}$/);
  });

  test.each([
    { what: 'another account', account: 'Site', address: '203.0.113.7' },
    { what: 'another address', account: 'site', address: '203.0.113.8' },
    { what: 'the two cut elsewhere', account: '7\0site', address: '203.0.113.' },
    { what: 'both joined', account: '', address: '203.0.113.7site' },
  ])('is another for $what', ({ account, address }) => {
    expect(pairKey(account, address)).not.toBe(pairKey('site', '203.0.113.7'));
  });

  test('holds nothing of the account', () => {
    expect(pairKey('site-30201', '203.0.113.7')).not.toContain('30201');
  });
});
