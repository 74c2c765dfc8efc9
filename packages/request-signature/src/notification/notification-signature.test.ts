import { createHash } from 'node:crypto';
import { type Account, type InboundRequest, memoryReplayGuard, type VerdictEvent } from '@countersign/core';
import { describe, expect, test, vi } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import type { NotificationForm, SignedNotification } from './notification-form.ts';
import { type NotificationSignatureOptions, notificationSignature } from './notification-signature.ts';

const now = Date.parse('2026-01-02T03:04:05Z');
const clock = () => now;
const account: Account = { id: 'site', secrets: ['secret'] };
const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** Signed in a header of its own: SHA-256 of the target and the secret. */
const formOf = (more: Partial<SignedNotification> = {}): NotificationForm => ({
  name: 'test',
  read({ headers, target }) {
    const [signature] = headers.all('x-test');
    if (signature === undefined) return { absent: 'no X-Test' };
    if (signature === '') return { malformed: 'X-Test is empty', hint: 'fill it' };
    return { signature, signed: { target }, expected: (secret) => digest(target + secret), ...more };
  },
});
const request = (
  signature: string | string[] = digest('/asecret'),
  parts: Parameters<typeof inboundRequest>[0] = {},
) => inboundRequest({ target: '/a', headers: { 'x-test': signature }, ...parts });
const verifierOf = (options: Partial<NotificationSignatureOptions> = {}) =>
  notificationSignature({ account, form: formOf(), clock, ...options });

async function outcomeOf(one: InboundRequest, options: Partial<NotificationSignatureOptions> = {}) {
  const verdict = await verifierOf(options).verify(one);
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

test.each<{ what: string; one: InboundRequest; outcome: string }>([
  { what: 'signed', one: request(), outcome: 'accepted' },
  { what: 'signed with another secret', one: request(digest('/aother')), outcome: 'proof-mismatch' },
  { what: 'signed with no secret', one: request(digest('/a')), outcome: 'proof-mismatch' },
  { what: 'over something else', one: request(undefined, { target: '/b' }), outcome: 'proof-mismatch' },
  { what: 'malformed', one: request(''), outcome: 'credentials-malformed' },
  { what: 'not signed', one: request([]), outcome: 'absent' },
  { what: 'too large', one: request(undefined, { body: { kind: 'too-large' } }), outcome: 'body-too-large' },
])('a notification that is $what: $outcome', async ({ one, outcome }) => {
  expect(await outcomeOf(one)).toBe(outcome);
});

describe('the account', () => {
  test.each<{ what: string; change: Partial<Account>; outcome: string }>([
    { what: 'that rotates its secret', change: { secrets: ['next', 'secret'] }, outcome: 'accepted' },
    {
      what: 'whose secret ended',
      change: { secrets: ['next', { value: 'secret', notAfter: now }] },
      outcome: 'credentials-expired',
    },
    {
      what: 'whose secret ends later',
      change: { secrets: [{ value: 'secret', notAfter: now + 1 }] },
      outcome: 'accepted',
    },
    { what: 'that is not active', change: { status: 'inactive' }, outcome: 'account-inactive' },
    {
      what: 'that is called from elsewhere',
      change: { addresses: ['192.0.2.0/24'] },
      outcome: 'address-not-allowed',
    },
    {
      what: 'that is called from its address',
      change: { addresses: ['198.51.100.0/24'] },
      outcome: 'accepted',
    },
    { what: 'that takes SHA-1 alone', change: { digests: ['sha1'] }, outcome: 'digest-not-allowed' },
  ])('$what: $outcome', async ({ change, outcome }) => {
    expect(await outcomeOf(request(), { account: { ...account, ...change } })).toBe(outcome);
  });

  test('is asked for its state and its digests only once the proof holds', async () => {
    const closed: Account = { ...account, status: 'inactive', digests: ['sha1'] };
    expect(await outcomeOf(request(digest('x')), { account: closed })).toBe('proof-mismatch');
  });
});

test.each([
  { endsAt: now + 1, outcome: 'accepted' },
  { endsAt: now, outcome: 'token-expired' },
])('a notification that ends at $endsAt: $outcome', async ({ endsAt, outcome }) => {
  expect(await outcomeOf(request(), { form: formOf({ endsAt }) })).toBe(outcome);
});

describe('one use', () => {
  test('is not asked for by default: a provider sends a notification again', async () => {
    const verifier = verifierOf();
    expect((await verifier.verify(request())).outcome).toBe('accepted');
    expect((await verifier.verify(request())).outcome).toBe('accepted');
  });

  test('of a notification, with a guard', async () => {
    const verifier = verifierOf({ replay: memoryReplayGuard({ clock, rememberedSince: 0 }) });
    expect((await verifier.verify(request())).outcome).toBe('accepted');
    expect(await verifier.verify(request())).toMatchObject({ reason: 'replayed', account: 'site' });
    const other = request(digest('/bsecret'), { target: '/b' });
    expect((await verifier.verify(other)).outcome).toBe('accepted');
  });

  test('is claimed last', async () => {
    const claim = vi.fn(async () => 'fresh' as const);
    await outcomeOf(request(digest('x')), { replay: { claim } });
    await outcomeOf(request(), { replay: { claim }, account: { ...account, addresses: [] } });
    expect(claim).not.toHaveBeenCalled();
    await outcomeOf(request(), { replay: { claim }, rememberedSeconds: 5 });
    expect(claim).toHaveBeenCalledWith(expect.stringMatching(/^notification:/), now + 5000, {
      account: 'site',
      seed: now,
    });
  });

  test('a guard that is down: unavailable', async () => {
    const claim = () => Promise.reject(new Error('down'));
    expect(await outcomeOf(request(), { replay: { claim } })).toBe('unavailable');
  });
});

test('a form that throws is no reason to accept: unavailable', async () => {
  const form: NotificationForm = {
    name: 'broken',
    read: () => {
      throw new Error('broken');
    },
  };
  expect(await outcomeOf(request(), { form })).toBe('unavailable');
});

test('hints of a form are told, and those that throw are not', async () => {
  const hintsOf = async (one: InboundRequest, form = formOf()) => {
    const explain: { hint?: string }[] = [];
    await verifierOf({ form }).verify(one, { explain: explain as never });
    return explain.flatMap(({ hint }) => hint ?? []);
  };
  expect(await hintsOf(request(''))).toEqual(['fill it']);
  const mistakes = (secret: string) => [{ signature: digest(secret), mistake: 'the target was left out' }];
  expect(await hintsOf(request(digest('secret')), formOf({ mistakes }))).toEqual(['the target was left out']);
  const broken = () => {
    throw new Error('broken');
  };
  expect(await hintsOf(request(digest('secret')), formOf({ mistakes: broken }))).toEqual([]);
});

test('without an explanation, no mistake is looked for', async () => {
  const mistakes = vi.fn(() => []);
  const verifier = verifierOf({ form: formOf({ mistakes }) });
  await verifier.verify(request('x'));
  expect(mistakes).not.toHaveBeenCalled();
  await verifier.verify(request('x'), { explain: [] });
  expect(mistakes).toHaveBeenCalled();
});

test('is refused over plain HTTP where TLS is required', async () => {
  const plain = request(undefined, { transport: { secure: false } });
  expect(await outcomeOf(plain, { requireTls: true })).toBe('insecure-transport');
});

test('the verdict is published without the signature', async () => {
  const events: VerdictEvent[] = [];
  await verifierOf({ onVerdict: (event) => void events.push(event) }).verify(request());
  expect(events).toEqual([
    { scheme: 'notification-signature', outcome: 'accepted', account: 'site', duration: expect.any(Number) },
  ]);
});

describe('configuration', () => {
  test.each<{ options: object; message: RegExp }>([
    { options: { account: undefined }, message: /account must be an account with id and secrets/ },
    { options: { account: { id: 'site' } }, message: /"site" needs a secret/ },
    { options: { account: { id: 'site', secrets: [] } }, message: /"site" needs a secret/ },
    { options: { account: { id: 'site', secrets: [''] } }, message: /must be a string that is not empty/ },
    {
      options: { account: { id: 'site', secrets: ['$sha256$47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU'] } },
      message: /"site" is stored as a hash/,
    },
    { options: { account: { id: 'site', secrets: ['s'], status: 'closed' } }, message: /status of "site"/ },
    { options: { form: undefined }, message: /form must have a name and read/ },
    { options: { form: { name: 'x' } }, message: /form must have a name and read/ },
    { options: { replay: {} }, message: /replay must have claim/ },
    { options: { rememberedSeconds: Number.NaN }, message: /rememberedSeconds must be/ },
    { options: { realm: '' }, message: /realm must be/ },
    { options: { onVerdict: 1 }, message: /onVerdict must be a function/ },
  ])('says what is wrong: $options', ({ options, message }) => {
    expect(() => verifierOf(options)).toThrow(TypeError);
    expect(() => verifierOf(options)).toThrow(message);
  });
});
