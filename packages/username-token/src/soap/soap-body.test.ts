import { type InboundBody, memoryDirectory, memoryReplayGuard, throttle } from '@countersign/core';
import { describe, expect, test, vi } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { movableClock } from '../../../../test/support/movable-clock.ts';
import { placetopayAuth } from '../../../../test/support/placetopay-auth.ts';
import { envelope, soapRequest } from '../../../../test/support/soap-envelope.ts';
import { soapUsernameToken } from './soap-username-token.ts';

const seed = '2026-01-02T03:04:05Z';
const auth = (parts = {}) =>
  placetopayAuth({ login: 'site', secretKey: 'not-a-real-key', nonce: 'nonce-0001', seed, ...parts });
const message = envelope({ auth: auth() });
const directory = memoryDirectory([{ id: 'site', secrets: ['not-a-real-key'] }]);

function verifierOf(more: object = {}) {
  const clock = movableClock(seed);
  const replay = memoryReplayGuard({ clock, rememberedSince: 0 });
  return soapUsernameToken({ directory, replay, clock, ...more });
}

async function outcomeOf(request: ReturnType<typeof inboundRequest>): Promise<string> {
  const verdict = await verifierOf().verify(request);
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

describe('content types', () => {
  test.each([
    'text/xml',
    'text/xml; charset=utf-8',
    'TEXT/XML;charset="UTF-8"',
    'application/soap+xml',
    'application/soap+xml; charset=utf-8; action="urn:a;charset=utf-16"',
  ])('%s is read', async (type) => expect(await outcomeOf(soapRequest(message, type))).toBe('accepted'));

  test.each([
    'application/json',
    'application/xml',
    'text/plain',
    'text/html',
    'multipart/related; type="application/xop+xml"',
    'application/xop+xml',
    'text/xml; charset=utf-16',
    'text/xml; charset=iso-8859-1',
    'text/xml; charset=utf-7',
    'text/xml, text/xml',
    'xml',
    '',
  ])('"%s" is not', async (type) => expect(await outcomeOf(soapRequest(message, type))).toBe('absent'));

  test('none, and two, are not', async () => {
    const body = { kind: 'unsupported', raw: Buffer.from(message) } as const;
    expect(await outcomeOf(inboundRequest({ body }))).toBe('absent');
    const headers = { 'content-type': ['text/xml', 'text/xml'] };
    expect(await outcomeOf(inboundRequest({ headers, body }))).toBe('absent');
  });
});

describe('bytes', () => {
  const swapped = Buffer.from(`\ufeff${message}`, 'utf16le').swap16();
  test.each([
    { what: 'UTF-8', bytes: Buffer.from(message), outcome: 'accepted' },
    { what: 'UTF-8 with a byte order mark', bytes: Buffer.from(`\ufeff${message}`), outcome: 'accepted' },
    { what: 'two byte order marks', bytes: Buffer.from(`\ufeff\ufeff${message}`), outcome: 'absent' },
    { what: 'UTF-16LE', bytes: Buffer.from(message, 'utf16le'), outcome: 'absent' },
    { what: 'UTF-16LE, marked', bytes: Buffer.from(`\ufeff${message}`, 'utf16le'), outcome: 'absent' },
    { what: 'UTF-16BE, marked', bytes: swapped, outcome: 'absent' },
    {
      what: 'UTF-7',
      bytes: Buffer.from(message.replaceAll('<', '+ADw-').replaceAll('>', '+AD4-')),
      outcome: 'absent',
    },
    {
      what: 'a byte that is not UTF-8',
      bytes: Buffer.from(message.replace('urn:a', 'urn:\u00e9'), 'latin1'),
      outcome: 'absent',
    },
    {
      what: 'an overlong <',
      bytes: Buffer.concat([Buffer.of(0xc0, 0xbc), Buffer.from(message.slice(1))]),
      outcome: 'absent',
    },
    { what: 'a zero byte behind', bytes: Buffer.from(`${message}\0`), outcome: 'absent' },
    { what: 'two messages', bytes: Buffer.from(message + message), outcome: 'absent' },
    { what: 'half a message', bytes: Buffer.from(message.slice(0, -10)), outcome: 'absent' },
  ])('$what: $outcome', async ({ bytes, outcome }) => {
    expect(await outcomeOf(soapRequest(bytes))).toBe(outcome);
  });
});

describe('bodies', () => {
  const headers = { 'content-type': 'text/xml' };
  const bodies: { what: string; body: InboundBody; outcome: string }[] = [
    { what: 'none', body: { kind: 'absent' }, outcome: 'absent' },
    { what: 'one too large', body: { kind: 'too-large' }, outcome: 'body-too-large' },
    { what: 'one cut short', body: { kind: 'malformed' }, outcome: 'absent' },
    { what: 'one that a parser refused', body: { kind: 'unsupported' }, outcome: 'absent' },
    {
      what: 'one that a parser made something of',
      body: { kind: 'unsupported', parsedBefore: true },
      outcome: 'unavailable',
    },
    {
      what: 'one of which a parser kept the bytes',
      body: { kind: 'unsupported', parsedBefore: true, raw: Buffer.from(message) },
      outcome: 'accepted',
    },
  ];
  test.each(bodies)('$what: $outcome', async ({ body, outcome }) => {
    expect(await outcomeOf(inboundRequest({ headers, body }))).toBe(outcome);
  });

  test('where the bytes are gone, the cause says what to do', async () => {
    const request = inboundRequest({ headers, body: { kind: 'unsupported', parsedBefore: true } });
    const verdict = await verifierOf().verify(request);
    const cause = expect.objectContaining({ message: expect.stringContaining('express.raw({ type:') });
    expect(verdict).toMatchObject({ outcome: 'unavailable', cause });
  });

  test('a text that a client calls something else is no fault of the parser', async () => {
    const body = { kind: 'unsupported', parsedBefore: true } as const;
    const request = inboundRequest({ headers: { 'content-type': 'text/plain' }, body });
    expect(await outcomeOf(request)).toBe('absent');
  });
});

describe('the claimant', () => {
  test.each([
    { what: 'a token', sent: message, claimant: { account: 'site' } },
    {
      what: 'a token with a wrong digest',
      sent: envelope({ auth: auth({ secretKey: 'other' }) }),
      claimant: { account: 'site' },
    },
    { what: 'no Username', sent: envelope({ auth: auth(), token: { username: '' } }), claimant: {} },
    {
      what: 'a part that is doubled',
      sent: envelope({ auth: auth(), token: { nonce: '<wsse:Nonce/><wsse:Nonce/>' } }),
      claimant: {},
    },
    {
      what: 'two Security headers',
      sent: envelope({ header: '<wsse:Security/><wsse:Security/>' }),
      claimant: {},
    },
    { what: 'no token', sent: envelope({ header: '' }), claimant: undefined },
    { what: 'no XML', sent: '{}', claimant: undefined },
  ])('of $what', async ({ sent, claimant }) => {
    const find = vi.spyOn(directory, 'find');
    const request = soapRequest(sent);
    expect(await verifierOf().claimant?.(request)).toEqual(claimant);
    expect(find).not.toHaveBeenCalled();
    find.mockRestore();
    const { outcome } = await verifierOf().verify(request);
    expect(outcome === 'absent').toBe(claimant === undefined);
  });

  test('of a body that is too large', async () => {
    expect(await verifierOf().claimant?.(inboundRequest({ body: { kind: 'too-large' } }))).toEqual({});
  });

  test('a throttle counts by it', async () => {
    const throttled = throttle(verifierOf(), { failuresPerPair: 1, clock: movableClock(seed) });
    const guess = () => throttled.verify(soapRequest(envelope({ auth: auth({ secretKey: 'other' }) })));
    expect(await guess()).toMatchObject({ reason: 'proof-mismatch' });
    expect(await guess()).toMatchObject({ reason: 'throttled' });
  });

  test('is read of the message once, with the verdict and the refusal', async () => {
    const body = vi.fn(soapRequest(message).body);
    const request = { ...soapRequest(message), body };
    const throttled = throttle(verifierOf(), { clock: movableClock(seed) });
    expect(await throttled.verify(request)).toMatchObject({ outcome: 'accepted' });
    expect(body).toHaveBeenCalledTimes(1);
  });
});

describe('options', () => {
  test.each([
    { more: { faultText: 'Authentication Failed' }, names: 'faultText' },
    { more: { replay: undefined }, names: 'replay' },
    { more: { windowSeconds: 0 }, names: 'windowSeconds' },
    { more: { requireTls: 'yes' }, names: 'requireTls' },
  ])('$more is refused', ({ more, names }) => {
    expect(() => verifierOf(more)).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringContaining(names) }),
    );
  });

  test('requireTls refuses what came in the clear', async () => {
    const request = {
      ...soapRequest(message),
      transport: inboundRequest({ transport: { secure: false } }).transport,
    };
    expect(await verifierOf({ requireTls: true }).verify(request)).toMatchObject({
      reason: 'insecure-transport',
    });
  });
});
