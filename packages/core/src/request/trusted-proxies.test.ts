import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { noTrustedProxies, trustedProxies } from './trusted-proxies.ts';

const proxies = trustedProxies(['10.0.0.0/8', '2001:db8:ffff::/48']);
const PROXY = '10.0.0.1';
const STRANGER = '198.51.100.9';

const headersOf = (headers: Record<string, string | string[]>) => inboundRequest({ headers }).headers;

describe('the client address', () => {
  test.each([
    { what: 'no header', peer: PROXY, sent: [], client: PROXY },
    { what: 'an empty header', peer: PROXY, sent: '', client: PROXY },
    { what: 'one hop', peer: PROXY, sent: '203.0.113.7', client: '203.0.113.7' },
    {
      what: 'a hop that the client made up, left of its own',
      peer: PROXY,
      sent: '192.0.2.1, 203.0.113.7',
      client: '203.0.113.7',
    },
    {
      what: 'a trusted address that the client made up',
      peer: PROXY,
      sent: '10.0.0.9, 203.0.113.7',
      client: '203.0.113.7',
    },
    {
      what: 'two trusted hops',
      peer: PROXY,
      sent: '203.0.113.7, 10.0.0.3, 10.0.0.2',
      client: '203.0.113.7',
    },
    { what: 'a hop without spaces', peer: PROXY, sent: '203.0.113.7,10.0.0.3', client: '203.0.113.7' },
    { what: 'trusted hops alone', peer: PROXY, sent: '10.0.0.4, 10.0.0.3', client: '10.0.0.4' },
    { what: 'empty items', peer: PROXY, sent: '203.0.113.7, ,', client: '203.0.113.7' },
    {
      what: 'the header sent twice',
      peer: PROXY,
      sent: ['192.0.2.1', '203.0.113.7, 10.0.0.2'],
      client: '203.0.113.7',
    },
    { what: 'an IPv6 hop', peer: PROXY, sent: '2001:db8::7', client: '2001:db8::7' },
    { what: 'an IPv6 proxy', peer: '2001:db8:ffff::1', sent: '203.0.113.7', client: '203.0.113.7' },
    { what: 'an IPv4-mapped peer', peer: '::ffff:10.0.0.1', sent: '203.0.113.7', client: '203.0.113.7' },
    {
      what: 'an IPv4-mapped trusted hop',
      peer: PROXY,
      sent: '203.0.113.7, ::ffff:10.0.0.2',
      client: '203.0.113.7',
    },
    { what: 'a hop that is no address', peer: PROXY, sent: '203.0.113.7, unknown', client: undefined },
    { what: 'a hop with a port', peer: PROXY, sent: '203.0.113.7:4711', client: '203.0.113.7' },
    { what: 'an IPv6 hop with a port', peer: PROXY, sent: '[2001:db8::7]:4711', client: '2001:db8::7' },
    { what: 'an IPv6 hop in brackets', peer: PROXY, sent: '[2001:db8::7]', client: '2001:db8::7' },
    { what: 'a hop with a port that is none', peer: PROXY, sent: '203.0.113.7:x', client: undefined },
    { what: 'a name with a port', peer: PROXY, sent: 'client:4711', client: undefined },
    { what: 'an IPv6 hop with a zone', peer: PROXY, sent: 'fe80::1%eth0', client: undefined },
    { what: 'an octal hop', peer: PROXY, sent: '010.0.0.2', client: undefined },
    { what: 'garbage left of the client', peer: PROXY, sent: '<script>, 203.0.113.7', client: '203.0.113.7' },
    {
      what: 'garbage between trusted hops',
      peer: PROXY,
      sent: '203.0.113.7, -, 10.0.0.2',
      client: undefined,
    },
    { what: 'a header from a stranger', peer: STRANGER, sent: '203.0.113.7', client: STRANGER },
    { what: 'no peer address', peer: undefined, sent: '203.0.113.7', client: undefined },
  ])('$what: $client', ({ peer, sent, client }) => {
    expect(proxies.clientAddress(peer, headersOf({ 'x-forwarded-for': sent }))).toBe(client);
  });
});

describe('whether the client spoke TLS', () => {
  test.each([
    { what: 'https', peer: PROXY, sent: 'https', secure: true },
    { what: 'in capitals', peer: PROXY, sent: 'HTTPS', secure: true },
    { what: 'http', peer: PROXY, sent: 'http', secure: false },
    { what: 'the last of a list', peer: PROXY, sent: 'https, http', secure: false },
    { what: 'the last of two headers', peer: PROXY, sent: ['http', 'https'], secure: true },
    { what: 'something else', peer: PROXY, sent: 'https2', secure: false },
    { what: 'nothing', peer: PROXY, sent: [], secure: undefined },
    { what: 'an empty header', peer: PROXY, sent: '', secure: undefined },
    { what: 'https from a stranger', peer: STRANGER, sent: 'https', secure: undefined },
    { what: 'https from nowhere', peer: undefined, sent: 'https', secure: undefined },
  ])('$what: $secure', ({ peer, sent, secure }) => {
    expect(proxies.secure(peer, headersOf({ 'x-forwarded-proto': sent }))).toBe(secure);
  });
});

describe('who is trusted', () => {
  test.each([
    { peer: '10.255.255.255', trusted: true },
    { peer: '11.0.0.0', trusted: false },
    { peer: '::ffff:10.1.1.1', trusted: true },
    { peer: '2001:db8:ffff::1', trusted: true },
    { peer: '2001:db8:fffe::1', trusted: false },
    { peer: 'localhost', trusted: false },
    { peer: '', trusted: false },
    { peer: undefined, trusted: false },
  ])('$peer: $trusted', ({ peer, trusted }) => {
    expect(proxies.trusts(peer)).toBe(trusted);
  });

  test('nobody, unless configured', () => {
    const headers = headersOf({ 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https' });
    expect(noTrustedProxies.trusts('127.0.0.1')).toBe(false);
    expect(noTrustedProxies.clientAddress('127.0.0.1', headers)).toBe('127.0.0.1');
    expect(noTrustedProxies.secure('127.0.0.1', headers)).toBeUndefined();
  });

  test.each([
    { entries: ['10.0.0.0/8', 'proxy.internal'], message: /trustedProxies: "proxy.internal" is neither/ },
    { entries: '10.0.0.0/8', message: /trustedProxies must be a list/ },
    { entries: true, message: /trustedProxies must be a list/ },
  ])('$entries throws', ({ entries, message }) => {
    expect(() => trustedProxies(entries as never)).toThrow(message);
  });
});
