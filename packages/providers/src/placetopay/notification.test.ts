import { createHash, createHmac } from 'node:crypto';
import { type Account, type Explanation, type InboundRequest, refusalOf } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { type PlacetopayNotificationOptions, placetopayNotification } from './notification.ts';
import type { PlacetopayNotificationKind } from './notification-forms.ts';

const secret = 'not-a-real-key';
const site: Account = { id: 'siteLogin', secrets: ['a secret before', secret] };
const clock = () => Date.parse('2026-01-02T03:04:05Z');

// Each signature by openssl, of the texts written out: printf %s … | openssl dgst -sha256 (-hmac not-a-real-key)
const checkout = {
  status: { status: 'APPROVED', reason: '00', message: 'Aprobada', date: '2026-01-02T03:04:05-05:00' },
  requestId: 1234,
  reference: 'ORDER-1',
  signature: 'sha256:69040b4a1f126458c98a61a538dc94da87f6557316e61057fb7091e658948c5d',
};
const old = { ...checkout, signature: '275beea1c93813406544c6bc105c2ffaa24fb33a' };
const autopay = {
  id: '2972c13d-6315-4da3-80d7-64c24eb232ad',
  type: 'AUTOPAY_CREATED',
  date: '2026-01-02 03:04:05',
  signature: 'sha256:5356cc27ba60d60da091bdf979e44543c8134eb3311686e5294db88cdf6c16ed',
};
const session = { session: { id: 77, status: 'APPROVED' } };
const sessionSignature = 'b50125a987915e620d165e747c4c4345de314e0a61896b8e8fa5fa1bc0c36931';
const gateway = '{"status": {"status":"APPROVED"}, "reference":"A-1"}';
const gatewaySignature = 'b975df442920d5313f001da47d1c58d5cfbc62d68d39b5de3c58a6a63675ab7b';

const json = (value: unknown) => inboundRequest({ json: value });
const withHeader = (signature: string | readonly string[], value: unknown, raw?: string) =>
  inboundRequest({
    headers: { 'x-signature': signature },
    body: { kind: 'json', value, ...(raw !== undefined && { raw: Buffer.from(raw) }) },
  });
const gatewayRequest = (signature: string | readonly string[], raw = gateway) =>
  withHeader(signature, JSON.parse(raw), raw);

const verifierOf = (options: Partial<PlacetopayNotificationOptions> = {}) =>
  placetopayNotification({ account: site, clock, ...options });

async function outcomeOf(request: InboundRequest, options: Partial<PlacetopayNotificationOptions> = {}) {
  const verdict = await verifierOf(options).verify(request);
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

describe('a notification that openssl signed is accepted, with what the signature covers', () => {
  test.each<{ kind: PlacetopayNotificationKind; request: InboundRequest; signed: unknown }>([
    {
      kind: 'checkout',
      request: json(checkout),
      signed: { requestId: '1234', status: { status: 'APPROVED', date: '2026-01-02T03:04:05-05:00' } },
    },
    { kind: 'gateway', request: gatewayRequest(gatewaySignature), signed: JSON.parse(gateway) },
    {
      kind: 'gateway-session',
      request: withHeader(sessionSignature, session),
      signed: { session: { id: '77', status: 'APPROVED' } },
    },
    {
      kind: 'autopay',
      request: json(autopay),
      signed: { id: autopay.id, type: 'AUTOPAY_CREATED', date: '2026-01-02 03:04:05' },
    },
  ])('$kind', async ({ kind, request, signed }) => {
    expect(await verifierOf({ kind }).verify(request)).toEqual({
      outcome: 'accepted',
      principal: { account: 'siteLogin', signed },
    });
    const stranger = { id: 'siteLogin', secrets: ['another-key'] };
    expect(await outcomeOf(request, { kind, account: stranger })).toBe('proof-mismatch');
  });
});

describe('Checkout', () => {
  const { status } = checkout;
  test.each<{ what: string; body: unknown; outcome: string }>([
    { what: 'requestId as text', body: { ...checkout, requestId: '1234' }, outcome: 'accepted' },
    { what: 'a message that is not signed', body: { ...checkout, reference: 'X' }, outcome: 'accepted' },
    { what: 'another requestId', body: { ...checkout, requestId: 1235 }, outcome: 'proof-mismatch' },
    {
      what: 'another status',
      body: { ...checkout, status: { ...status, status: 'REJECTED' } },
      outcome: 'proof-mismatch',
    },
    {
      what: 'another date',
      body: { ...checkout, status: { ...status, date: '2026-01-02T03:04:06-05:00' } },
      outcome: 'proof-mismatch',
    },
    {
      what: 'text moved from one to the other',
      body: { ...checkout, requestId: '1234A', status: { ...status, status: 'PPROVED' } },
      outcome: 'credentials-malformed',
    },
    {
      what: 'status moved into the id',
      body: { ...checkout, requestId: '1234APPROVED', status: { ...status, status: '' } },
      outcome: 'credentials-malformed',
    },
    { what: 'no status', body: { ...checkout, status: 'APPROVED' }, outcome: 'credentials-malformed' },
    {
      what: 'a requestId that is a list',
      body: { ...checkout, requestId: ['1234'] },
      outcome: 'credentials-malformed',
    },
    {
      what: 'a requestId with a fraction',
      body: { ...checkout, requestId: 1234.5 },
      outcome: 'credentials-malformed',
    },
    { what: 'no signature', body: { ...checkout, signature: undefined }, outcome: 'absent' },
    {
      what: 'a signature that is a list',
      body: { ...checkout, signature: [checkout.signature] },
      outcome: 'credentials-malformed',
    },
    {
      what: 'a signature without its prefix',
      body: { ...checkout, signature: checkout.signature.slice(7) },
      outcome: 'proof-mismatch',
    },
    {
      what: 'a signature in capitals',
      body: { ...checkout, signature: checkout.signature.toUpperCase() },
      outcome: 'proof-mismatch',
    },
    {
      what: 'a cut signature',
      body: { ...checkout, signature: checkout.signature.slice(0, -1) },
      outcome: 'proof-mismatch',
    },
    { what: 'an empty signature', body: { ...checkout, signature: '' }, outcome: 'proof-mismatch' },
    { what: 'SHA-1', body: old, outcome: 'digest-not-allowed' },
    {
      what: 'SHA-1 after the other prefix',
      body: { ...checkout, signature: `sha256:${old.signature}` },
      outcome: 'proof-mismatch',
    },
    { what: 'a wrong SHA-1', body: { ...old, requestId: 1 }, outcome: 'proof-mismatch' },
    { what: 'a list', body: [checkout], outcome: 'absent' },
    { what: 'null', body: null, outcome: 'absent' },
  ])('$what: $outcome', async ({ body, outcome }) => {
    expect(await outcomeOf(json(body))).toBe(outcome);
  });

  test('SHA-1 is for an account that allows it', async () => {
    const account: Account = { ...site, digests: ['sha256', 'sha1'] };
    expect(await outcomeOf(json(old), { account })).toBe('accepted');
    expect(await outcomeOf(json(checkout), { account })).toBe('accepted');
    expect(await outcomeOf(json(checkout), { account: { ...site, digests: ['sha1'] } })).toBe(
      'digest-not-allowed',
    );
  });

  test.each(['absent', 'unsupported', 'malformed'] as const)('a body that is %s: absent', async (kind) => {
    expect(await outcomeOf(inboundRequest({ body: { kind } }))).toBe('absent');
  });
});

describe('Gateway', () => {
  const kind = 'gateway';
  test.each<{ what: string; request: InboundRequest; outcome: string }>([
    {
      what: 'another space in the body',
      request: gatewayRequest(gatewaySignature, gateway.replace(': ', ':')),
      outcome: 'proof-mismatch',
    },
    { what: 'no signature', request: gatewayRequest([]), outcome: 'absent' },
    {
      what: 'the signature twice',
      request: gatewayRequest([gatewaySignature, gatewaySignature]),
      outcome: 'credentials-malformed',
    },
    {
      what: 'the signature in capitals',
      request: gatewayRequest(gatewaySignature.toUpperCase()),
      outcome: 'proof-mismatch',
    },
    {
      what: 'a body that was parsed before',
      request: withHeader(gatewaySignature, JSON.parse(gateway)),
      outcome: 'unavailable',
    },
    {
      what: 'a body that is no object',
      request: gatewayRequest(gatewaySignature, '[]'),
      outcome: 'credentials-malformed',
    },
  ])('$what: $outcome', async ({ request, outcome }) => {
    expect(await outcomeOf(request, { kind })).toBe(outcome);
  });
});

describe('a session of Gateway', () => {
  const kind = 'gateway-session';
  const sent = (id: unknown, status: unknown) => withHeader(sessionSignature, { session: { id, status } });
  test.each<{ what: string; request: InboundRequest; outcome: string }>([
    { what: 'another id', request: sent(78, 'APPROVED'), outcome: 'proof-mismatch' },
    { what: 'another status', request: sent(77, 'REJECTED'), outcome: 'proof-mismatch' },
    {
      what: 'text moved from one to the other',
      request: sent('77A', 'PPROVED'),
      outcome: 'credentials-malformed',
    },
    { what: 'all in the id', request: sent('77APPROVED', ''), outcome: 'credentials-malformed' },
    { what: 'a status in small letters', request: sent(77, 'approved'), outcome: 'credentials-malformed' },
    { what: 'no session', request: withHeader(sessionSignature, {}), outcome: 'credentials-malformed' },
    { what: 'no signature', request: withHeader([], session), outcome: 'absent' },
    {
      what: 'the signature twice',
      request: withHeader([sessionSignature, sessionSignature], session),
      outcome: 'credentials-malformed',
    },
  ])('$what: $outcome', async ({ request, outcome }) => {
    expect(await outcomeOf(request, { kind })).toBe(outcome);
  });
});

describe('AutoPay', () => {
  const kind = 'autopay';
  test.each<{ what: string; body: unknown; outcome: string }>([
    { what: 'another type', body: { ...autopay, type: 'AUTOPAY_CANCELED' }, outcome: 'proof-mismatch' },
    { what: 'another id', body: { ...autopay, id: 'other-1' }, outcome: 'proof-mismatch' },
    {
      what: 'text moved from id to type',
      body: { ...autopay, id: `${autopay.id}AUTO`, type: 'PAY_CREATED' },
      outcome: 'credentials-malformed',
    },
    {
      what: 'text moved from type to date',
      body: { ...autopay, type: 'AUTOPAY', date: '_CREATED2026-01-02 03:04:05' },
      outcome: 'credentials-malformed',
    },
    {
      what: 'no prefix',
      body: { ...autopay, signature: autopay.signature.slice(7) },
      outcome: 'credentials-malformed',
    },
    { what: 'no signature', body: { ...autopay, signature: undefined }, outcome: 'absent' },
    { what: 'a notification of Checkout', body: checkout, outcome: 'credentials-malformed' },
  ])('$what: $outcome', async ({ body, outcome }) => {
    expect(await outcomeOf(json(body), { kind })).toBe(outcome);
  });
});

describe('a hint for', () => {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  const [id, status, date] = ['1234', 'APPROVED', '2026-01-02T03:04:05-05:00'];
  const right = `${id}${status}${date}`;
  const signedAs = (signature: string) => json({ ...checkout, signature });

  async function hintsOf(
    request: InboundRequest,
    kind: PlacetopayNotificationKind = 'checkout',
    account = site,
  ) {
    const explain: Explanation = [];
    const verdict = await verifierOf({ kind, account }).verify(request, { explain });
    expect(JSON.stringify(explain)).not.toContain(secret);
    expect(verdict).toEqual(await verifierOf({ kind, account }).verify(request));
    return explain.flatMap((check) => check.hint ?? []);
  }

  test.each([
    { what: 'capitals', request: signedAs(checkout.signature.toUpperCase()), hint: /lower-case hexadecimal/ },
    {
      what: 'capitals after the prefix',
      request: signedAs(`sha256:${checkout.signature.slice(7).toUpperCase()}`),
      hint: /lower-case hexadecimal/,
    },
    { what: 'no prefix', request: signedAs(checkout.signature.slice(7)), hint: /starts with sha256:/ },
    {
      what: 'base64',
      request: signedAs(`sha256:${Buffer.from(checkout.signature.slice(7), 'hex').toString('base64')}`),
      hint: /in base64/,
    },
    {
      what: 'white space',
      request: signedAs(`${checkout.signature}\n`),
      hint: /white space around the signature/,
    },
    {
      what: 'status before requestId',
      request: signedAs(`sha256:${digest(status + id + date + secret)}`),
      hint: /another order/,
    },
    {
      what: 'the secret first',
      request: signedAs(`sha256:${digest(secret + right)}`),
      hint: /another order/,
    },
    {
      what: 'the secret first, and no prefix',
      request: signedAs(digest(secret + right)),
      hint: /another order/,
    },
    { what: 'no secret', request: signedAs(`sha256:${digest(right)}`), hint: /secret was left out/ },
    {
      what: 'a secret with a newline',
      request: signedAs(`sha256:${digest(`${right}${secret}\n`)}`),
      hint: /white space around it/,
    },
    {
      what: 'the login for the secret',
      request: signedAs(`sha256:${digest(`${right}siteLogin`)}`),
      hint: /id of the account/,
    },
    {
      what: 'a separator',
      request: signedAs(`sha256:${digest([id, status, date, secret].join('|'))}`),
      hint: /put between the texts/,
    },
    {
      what: 'an HMAC',
      request: signedAs(`sha256:${createHmac('sha256', secret).update(right).digest('hex')}`),
      hint: /this is an HMAC/,
    },
  ])('$what', async ({ request, hint }) => {
    expect(await hintsOf(request)).toEqual([expect.stringMatching(hint)]);
  });

  test.each([
    { what: 'a plain digest of the body', signature: digest(gateway + secret), hint: /make an HMAC/ },
    {
      what: 'a body that was written again',
      signature: createHmac('sha256', secret)
        .update(JSON.stringify(JSON.parse(gateway)))
        .digest('hex'),
      hint: /written again/,
    },
    { what: 'a prefix', signature: `sha256=${gatewaySignature}`, hint: /no prefix/ },
  ])('$what, of Gateway', async ({ signature, hint }) => {
    expect(await hintsOf(gatewayRequest(signature), 'gateway')).toEqual([expect.stringMatching(hint)]);
  });

  test('none where there is no mistake', async () => {
    expect(await hintsOf(json(checkout))).toEqual([]);
    expect(await hintsOf(json(old), 'checkout', { ...site, digests: ['sha1'] })).toEqual([]);
    expect(await hintsOf(gatewayRequest(gatewaySignature), 'gateway')).toEqual([]);
    expect(await hintsOf(withHeader(sessionSignature, session), 'gateway-session')).toEqual([]);
    expect(await hintsOf(json(autopay), 'autopay')).toEqual([]);
  });
});

describe('a refusal', () => {
  async function refusalTo(request: InboundRequest, options: Partial<PlacetopayNotificationOptions> = {}) {
    const verifier = verifierOf(options);
    const verdict = await verifier.verify(request);
    if (verdict.outcome === 'accepted') throw new Error('accepted');
    const { status, headers, body } = refusalOf(verifier, verdict, request);
    return { status, challenge: headers['www-authenticate'], json: JSON.parse(body) };
  }
  const said = (reason: number, message: string) => ({
    status: { status: 'FAILED', reason, message, date: '2026-01-02T03:04:05+00:00' },
  });

  test('has a status object, and a challenge with a 401', async () => {
    for (const request of [
      json({}),
      json({ ...checkout, requestId: 1 }),
      json({ ...checkout, requestId: [] }),
    ]) {
      expect(await refusalTo(request)).toEqual({
        status: 401,
        challenge: ['RequestSignature realm="Placetopay", notification="checkout"'],
        json: said(401, 'Autenticación fallida'),
      });
    }
  });

  test('is 400 for AutoPay', async () => {
    expect(await refusalTo(json({ ...autopay, id: 'x1' }), { kind: 'autopay' })).toEqual({
      status: 400,
      challenge: undefined,
      json: said(400, 'Autenticación fallida'),
    });
  });

  test('is 403 from another address, and 413 for too much', async () => {
    const account = { ...site, addresses: ['192.0.2.1'] };
    expect((await refusalTo(json(checkout), { account })).json).toEqual(said(403, 'Acceso denegado'));
    const large = inboundRequest({ body: { kind: 'too-large' } });
    expect((await refusalTo(large)).json).toEqual(said(413, 'Petición demasiado grande'));
  });
});

test.each<{ options: object; message: RegExp }>([
  {
    options: { kind: 'session' },
    message: /kind must be one of checkout, gateway, gateway-session, autopay/,
  },
  { options: { kind: 'toString' }, message: /kind must be one of/ },
  { options: { account: undefined }, message: /account must be an account/ },
])('says what is wrong: $options', ({ options, message }) => {
  expect(() => verifierOf(options)).toThrow(TypeError);
  expect(() => verifierOf(options)).toThrow(message);
});
