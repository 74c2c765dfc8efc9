import { type Explanation, type InboundRequest, refusalOf, type VerdictEvent } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { connectpay } from './connectpay.ts';
import type { ConnectPayHostsOptions } from './hosts.ts';

const names = { oneWay: ['api2.connectpay.com'], twoWay: ['api.connectpay.com'] };
const hosts = connectpay.hosts(names);
const directory = { find: () => undefined };
const basic = connectpay.basic({ directory });

type Parts = Parameters<typeof inboundRequest>[0];

const TWO_WAY = 'api.connectpay.com';
const ONE_WAY = 'api2.connectpay.com';

async function outcomeOf(request: InboundRequest, verifier = hosts.twoWay(basic)): Promise<string> {
  const verdict = await verifier.verify(request);
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

/** A request whose TLS handshake named its host. */
const to = (host: string, serverName: string | false | undefined = host, parts: Parts = {}) =>
  inboundRequest({ host, transport: { serverName }, ...parts });

test.each([
  { host: TWO_WAY, twoWay: 'absent', oneWay: 'host-not-allowed' },
  { host: ONE_WAY, twoWay: 'host-not-allowed', oneWay: 'absent' },
  { host: 'connectpay.com', twoWay: 'host-not-allowed', oneWay: 'host-not-allowed' },
  { host: 'x.api.connectpay.com', twoWay: 'host-not-allowed', oneWay: 'host-not-allowed' },
  { host: 'api.connectpay.com.evil.example', twoWay: 'host-not-allowed', oneWay: 'host-not-allowed' },
])('$host: two-way $twoWay, one-way $oneWay', async ({ host, twoWay, oneWay }) => {
  expect(await outcomeOf(to(host))).toBe(twoWay);
  expect(await outcomeOf(to(host), hosts.oneWay(basic))).toBe(oneWay);
});

describe('the Host header', () => {
  test.each([
    { what: 'with a port', host: 'api.connectpay.com:8443', outcome: 'absent' },
    { what: 'in capitals', host: 'API.ConnectPay.com', outcome: 'absent' },
    { what: 'with a dot at the end', host: 'api.connectpay.com.', outcome: 'host-not-allowed' },
    { what: 'with two ports', host: 'api.connectpay.com:1:2', outcome: 'host-not-allowed' },
    { what: 'with a user', host: 'x@api.connectpay.com', outcome: 'host-not-allowed' },
    { what: 'that is empty', host: '', outcome: 'host-not-allowed' },
    { what: 'that is a list', host: 'api.connectpay.com, api.connectpay.com', outcome: 'host-not-allowed' },
  ])('$what: $outcome', async ({ host, outcome }) => {
    expect(await outcomeOf(to(host, TWO_WAY))).toBe(outcome);
  });

  test('that is not there, or there twice', async () => {
    const without = { ...to(TWO_WAY), host: undefined };
    expect(await outcomeOf(without)).toBe('host-not-allowed');
    const twice = { headers: { host: [TWO_WAY, ONE_WAY] } };
    expect(await outcomeOf({ ...to(TWO_WAY, TWO_WAY, twice), host: undefined })).toBe('host-not-allowed');
  });

  test('beside another :authority', async () => {
    expect(await outcomeOf(to(TWO_WAY, TWO_WAY, { headers: { host: TWO_WAY } }))).toBe('absent');
    expect(await outcomeOf(to(TWO_WAY, TWO_WAY, { headers: { host: ONE_WAY } }))).toBe('host-not-allowed');
  });
});

describe('the name of the TLS handshake', () => {
  test.each([
    { serverName: TWO_WAY, outcome: 'absent' },
    { serverName: ONE_WAY, outcome: 'host-not-allowed' },
    { serverName: 'other.example', outcome: 'host-not-allowed' },
    { serverName: false, outcome: 'host-not-allowed' },
    // Behind a proxy.
    { serverName: undefined, outcome: 'absent' },
  ] as const)('$serverName: $outcome', async ({ serverName, outcome }) => {
    const request = inboundRequest({ host: TWO_WAY, transport: { serverName } });
    expect(await outcomeOf(request)).toBe(outcome);
  });

  test('must agree with Host even where both are served', async () => {
    const { twoWay } = connectpay.hosts({ ...names, twoWay: [TWO_WAY, 'api-stage.connectpay.com'] });
    expect(await outcomeOf(to('api-stage.connectpay.com'), twoWay(basic))).toBe('absent');
    expect(await outcomeOf(to(TWO_WAY, 'api-stage.connectpay.com'), twoWay(basic))).toBe('host-not-allowed');
  });
});

test.each([
  { target: '/a?b=https://api2.connectpay.com/', outcome: 'absent' },
  { target: 'https://api.connectpay.com/a', outcome: 'absent' },
  { target: 'https://api2.connectpay.com/a', outcome: 'host-not-allowed' },
  { target: 'https://api.connectpay.com@api2.connectpay.com/a', outcome: 'host-not-allowed' },
  { target: 'api.connectpay.com:443', outcome: 'host-not-allowed' },
  { target: '*', outcome: 'host-not-allowed' },
])('the target $target: $outcome', async ({ target, outcome }) => {
  expect(await outcomeOf(to(TWO_WAY, TWO_WAY, { target }))).toBe(outcome);
});

test('is refused before a credential is looked at, with 421', async () => {
  const verifier = hosts.oneWay(connectpay.basic({ directory: { find: () => expect.unreachable() } }));
  const request = to(TWO_WAY, TWO_WAY, {
    headers: { authorization: 'Basic Q29ubmVjdFBheTpFYXN5QmFua2luZw==' },
  });
  const verdict = await verifier.verify(request);
  expect(verdict).toEqual({ outcome: 'rejected', reason: 'host-not-allowed' });
  if (verdict.outcome !== 'rejected') return;
  const { status, headers, body } = refusalOf(verifier, verdict, request);
  expect(status).toBe(421);
  expect(headers['www-authenticate']).toBeUndefined();
  expect(JSON.parse(body)).toMatchObject({ title: 'Misdirected Request', reason: 'host-not-allowed' });
});

test('the verdict is published, and explained', async () => {
  const events: VerdictEvent[] = [];
  const { twoWay } = connectpay.hosts({ ...names, onVerdict: (event) => void events.push(event) });
  const explain: Explanation = [];
  await twoWay(basic).verify(to(ONE_WAY), { explain });
  expect(events).toMatchObject([{ scheme: 'two-way(basic)', reason: 'host-not-allowed' }]);
  expect(explain).toMatchObject([
    { check: 'host name', outcome: 'failed', detail: 'served under api.connectpay.com alone' },
  ]);
});

describe('configuration', () => {
  const list = /must be a list of one or more host names without ports/;
  test.each<{ options: object; message: RegExp }>([
    { options: {}, message: /oneWay must be a list/ },
    { options: { oneWay: names.oneWay }, message: /twoWay must be a list/ },
    { options: { ...names, twoWay: [] }, message: list },
    { options: { ...names, twoWay: 'api.connectpay.com' }, message: list },
    { options: { ...names, twoWay: ['api.connectpay.com:443'] }, message: list },
    { options: { ...names, twoWay: ['https://api.connectpay.com'] }, message: list },
    { options: { ...names, twoWay: ['api.connectpay.com/'] }, message: list },
    { options: { ...names, twoWay: ['x@api.connectpay.com'] }, message: list },
    { options: { ...names, twoWay: ['127.0.0.1'] }, message: list },
    { options: { ...names, twoWay: [''] }, message: list },
    { options: { ...names, twoWay: ['bäck.example'] }, message: list },
    { options: { ...names, twoWay: [/api/] }, message: list },
    {
      options: { ...names, twoWay: ['API2.connectpay.com'] },
      message: /must not both hold api2.connectpay.com/,
    },
    { options: { ...names, onVerdict: 0 }, message: /onVerdict must be a function/ },
  ])('says what is wrong: $options', ({ options, message }) => {
    expect(() => connectpay.hosts(options as ConnectPayHostsOptions)).toThrow(message);
    expect(() => connectpay.hosts(options as ConnectPayHostsOptions)).toThrow(TypeError);
  });

  test('wants a verifier', () => {
    expect(() => hosts.twoWay(undefined as never)).toThrow(/hosts need a verifier/);
  });
});
