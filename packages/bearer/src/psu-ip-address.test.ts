import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { signedToken } from '../../../test/support/signed-token.ts';
import { bearer } from './bearer.ts';
import type { PsuIpAddressOptions } from './psu-ip-address.ts';

const now = Date.parse('2026-01-02T03:04:05Z');
const secret = randomBytes(32);

function verify(psuIpAddress: PsuIpAddressOptions, value: string | string[] = [], claims: object = {}) {
  const site = bearer({
    keys: [{ key: secret }],
    algorithms: ['HS256'],
    maxLifetimeSeconds: 300,
    clock: () => now,
    psuIpAddress,
  });
  const token = signedToken({
    header: { alg: 'HS256' },
    claims: { sub: 'app', iat: now / 1000, exp: now / 1000 + 300, ...claims },
    key: secret,
  });
  return site.verify(
    inboundRequest({ headers: { authorization: `Bearer ${token}`, 'psu-ip-address': value } }),
  );
}

async function outcomeOf(...args: Parameters<typeof verify>) {
  const verdict = await verify(...args);
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

describe('the header', () => {
  test.each([
    { value: '111.111.11.111', address: '111.111.11.111' },
    { value: '0.0.0.0', address: '0.0.0.0' },
    { value: '2001:db8::1', address: '2001:db8::1' },
    { value: '2001:0DB8:0:0:0:0:0:1', address: '2001:db8::1' },
    { value: '::', address: '::' },
    { value: '::ffff:203.0.113.7', address: '203.0.113.7' },
    { value: '::FFFF:cb00:7107', address: '203.0.113.7' },
  ])('$value is $address', async ({ value, address }) => {
    expect(await verify({}, value)).toMatchObject({
      outcome: 'accepted',
      principal: { account: 'app', psuIpAddress: address },
    });
  });

  test.each([
    { what: 'sent twice', value: ['203.0.113.7', '203.0.113.7'] },
    { what: 'empty', value: '' },
    { what: 'a list', value: '203.0.113.7, 203.0.113.8' },
    { what: 'a list without a space', value: '203.0.113.7,203.0.113.8' },
    { what: 'with a port', value: '203.0.113.7:443' },
    { what: 'in brackets', value: '[2001:db8::1]' },
    { what: 'in brackets, with a port', value: '[2001:db8::1]:443' },
    { what: 'with a zone', value: 'fe80::1%eth0' },
    { what: 'a name', value: 'localhost' },
    { what: 'a name that resolves', value: 'example.com' },
    { what: 'octal', value: '0313.0.113.7' },
    { what: 'with a leading zero', value: '203.0.113.07' },
    { what: 'hexadecimal', value: '0xcb.0.113.7' },
    { what: 'one number', value: '3405803783' },
    { what: 'three numbers', value: '203.0.28935' },
    { what: 'five numbers', value: '203.0.113.7.1' },
    { what: 'a number too large', value: '203.0.113.256' },
    { what: 'a range', value: '203.0.113.0/24' },
    { what: 'in quotes', value: '"203.0.113.7"' },
    { what: 'with a space before it', value: ' 203.0.113.7' },
    { what: 'other digits', value: '٢٠٣.0.113.7' },
    { what: 'two gaps', value: '2001::db8::1' },
    { what: 'nine groups', value: '1:2:3:4:5:6:7:8:9' },
    { what: 'long', value: '1'.repeat(8193) },
  ])('$what: psu-ip-malformed', async ({ value }) => {
    expect(await outcomeOf({}, value)).toBe('psu-ip-malformed');
    expect(await outcomeOf({ required: false }, value)).toBe('psu-ip-malformed');
  });

  test('where it is required, its absence is psu-ip-absent; where it is not, nothing', async () => {
    expect(await outcomeOf({})).toBe('psu-ip-absent');
    expect(await outcomeOf({ required: true })).toBe('psu-ip-absent');
    const verdict = await verify({ required: false });
    expect(verdict).toMatchObject({ outcome: 'accepted' });
    expect(verdict).not.toHaveProperty('principal.psuIpAddress');
  });

  test('is judged only once the token is proven', async () => {
    expect(await outcomeOf({}, 'localhost', { exp: now / 1000 })).toBe('token-expired');
  });
});

describe('where it must be public', () => {
  test.each([
    { value: '8.8.8.8', outcome: 'accepted' },
    { value: '172.15.255.255', outcome: 'accepted' },
    { value: '172.16.0.0', outcome: 'psu-ip-not-public' },
    { value: '172.31.255.255', outcome: 'psu-ip-not-public' },
    { value: '172.32.0.0', outcome: 'accepted' },
    { value: '9.255.255.255', outcome: 'accepted' },
    { value: '10.0.0.0', outcome: 'psu-ip-not-public' },
    { value: '11.0.0.0', outcome: 'accepted' },
    { value: '192.168.1.1', outcome: 'psu-ip-not-public' },
    { value: '127.0.0.1', outcome: 'psu-ip-not-public' },
    { value: '169.254.169.254', outcome: 'psu-ip-not-public' },
    { value: '100.64.0.1', outcome: 'psu-ip-not-public' },
    { value: '0.0.0.0', outcome: 'psu-ip-not-public' },
    { value: '224.0.0.1', outcome: 'psu-ip-not-public' },
    { value: '255.255.255.255', outcome: 'psu-ip-not-public' },
    { value: '2606:4700::1111', outcome: 'accepted' },
    { value: '::1', outcome: 'psu-ip-not-public' },
    { value: '::', outcome: 'psu-ip-not-public' },
    { value: '::7f00:1', outcome: 'psu-ip-not-public' },
    { value: 'fe80::1', outcome: 'psu-ip-not-public' },
    { value: 'fc00::1', outcome: 'psu-ip-not-public' },
    { value: 'ff02::1', outcome: 'psu-ip-not-public' },
    { value: '4000::1', outcome: 'psu-ip-not-public' },
    { value: '::ffff:8.8.8.8', outcome: 'accepted' },
    { value: '::ffff:10.0.0.1', outcome: 'psu-ip-not-public' },
    { value: '64:ff9b::7f00:1', outcome: 'psu-ip-not-public' },
  ])('$value: $outcome', async ({ value, outcome }) => {
    expect(await outcomeOf({ publicOnly: true }, value)).toBe(outcome);
    expect(await outcomeOf({ publicOnly: false }, value)).toBe('accepted');
  });
});

describe('bound to a claim', () => {
  const options = { claim: 'psu_ip' };

  test.each([
    { value: '203.0.113.7', claim: '203.0.113.7', outcome: 'accepted' },
    { value: '::ffff:203.0.113.7', claim: '203.0.113.7', outcome: 'accepted' },
    { value: '203.0.113.7', claim: '::ffff:cb00:7107', outcome: 'accepted' },
    { value: '2001:DB8::0:1', claim: '2001:db8::1', outcome: 'accepted' },
    { value: '203.0.113.8', claim: '203.0.113.7', outcome: 'psu-ip-mismatch' },
    { value: '2001:db8::2', claim: '2001:db8::1', outcome: 'psu-ip-mismatch' },
    { value: '203.0.113.7', claim: '2001:db8::1', outcome: 'psu-ip-mismatch' },
    { value: '203.0.113.7', claim: undefined, outcome: 'accepted' },
    // A claim that is no address binds to no address, and not to every one.
    { value: '203.0.113.7', claim: '', outcome: 'psu-ip-mismatch' },
    { value: '203.0.113.7', claim: null, outcome: 'psu-ip-mismatch' },
    { value: '203.0.113.7', claim: 'anywhere', outcome: 'psu-ip-mismatch' },
    { value: '203.0.113.7', claim: ['203.0.113.7'], outcome: 'psu-ip-mismatch' },
    { value: [], claim: '203.0.113.7', outcome: 'psu-ip-absent' },
  ])('$value where the token was issued to $claim: $outcome', async ({ value, claim, outcome }) => {
    expect(await outcomeOf(options, value, { psu_ip: claim })).toBe(outcome);
  });

  test('a bound token needs the header, even where it is not required', async () => {
    const optional = { ...options, required: false };
    expect(await outcomeOf(optional, [], { psu_ip: '203.0.113.7' })).toBe('psu-ip-absent');
    expect(await outcomeOf(optional, [])).toBe('accepted');
  });

  test('without the option, the claim is only a claim', async () => {
    expect(await outcomeOf({}, '203.0.113.8', { psu_ip: '203.0.113.7' })).toBe('accepted');
  });
});
