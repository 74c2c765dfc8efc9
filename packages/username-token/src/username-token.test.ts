import { type Account, hashSecret, memoryDirectory, memoryReplayGuard } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { type MovableClock, movableClock } from '../../../test/support/movable-clock.ts';
import { signAuth } from '../../../test/support/sign-auth.ts';
import { type UsernameTokenOptions, usernameToken } from './username-token.ts';

const seed = '2026-01-02T03:04:05Z';
const site: Account = { id: 'site', secrets: ['not-a-real-key'] };
const good = signAuth({ login: 'site', secret: 'not-a-real-key', seed });

function verifier(
  accounts: Account[] = [site],
  options: Partial<UsernameTokenOptions> = {},
  clock: MovableClock = movableClock(seed),
) {
  const replay = memoryReplayGuard({ clock, rememberedSince: 0 });
  return usernameToken({ directory: memoryDirectory(accounts), replay, clock, ...options });
}

async function outcomeOf(verified: ReturnType<typeof usernameToken>, json: unknown): Promise<string> {
  const verdict = await verified.verify(inboundRequest({ json }));
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

describe('known answers', () => {
  test.each([
    {
      source: 'SHA-256, openssl dgst -sha256 -binary',
      auth: {
        login: 'site',
        tranKey: 'YIgUNuYunsTQa6LDN6VgS8g2oOOSFm6un/SuQRQE8wc=',
        nonce: 'bm9uY2UtMDAwMQ==',
        seed: '2026-01-02T03:04:05Z',
      },
      account: { secrets: ['not-a-real-key'] },
    },
    {
      source: 'SHA-1, published with a Placetopay client',
      auth: {
        login: 'site',
        tranKey: 'Xi5xrRwrqPU21WE2JI4hyMaCvQ8=',
        nonce: 'aWZZRVBuQWNKYnBEVlIxdA==',
        seed: '2016-10-26T21:37:00+00:00',
      },
      account: { secrets: ['ABCD1234'], digests: ['sha256', 'sha1'] },
    },
  ] as const)('$source is accepted', async ({ auth, account }) => {
    const verified = verifier([{ id: 'site', ...account }], {}, movableClock(auth.seed));
    expect(await verified.verify(inboundRequest({ json: { auth } }))).toEqual({
      outcome: 'accepted',
      principal: { account: 'site' },
    });
  });
});

describe('what clients send', () => {
  test.each([
    { what: 'a nonce of one digit', nonce: '7' },
    { what: 'a nonce of ten digits', nonce: '1234567890' },
    {
      what: 'a nonce of 44 characters that are base64 themselves',
      nonce: 'YIgUNuYunsTQa6LDN6VgS8g2oOOSFm6un/SuQRQE8wc=',
    },
    {
      what: 'a nonce of 16 bytes that are not UTF-8',
      nonce: Uint8Array.of(0xff, 0, 0xc3, 0x28, 0x80, 0xfe, 1, 2, 3, 0xed, 0xa0, 0x80, 9, 0xf5, 0xc0, 0xaf),
    },
    { what: 'an offset', seed: '2026-01-01T22:04:05-05:00' },
    { what: 'milliseconds', seed: '2026-01-02T03:04:05.969Z' },
    { what: 'microseconds', seed: '2026-01-02T03:04:05.115539+00:00' },
    { what: 'no seconds, and an offset without a colon', seed: '2026-01-01T22:04-0500' },
    { what: 'a secret that is not ASCII', secret: 'contraseña €' },
  ])('$what is accepted', async ({ what, ...parts }) => {
    const secret = 'secret' in parts ? parts.secret : 'not-a-real-key';
    const auth = signAuth({ login: 'site', seed, ...parts, secret });
    expect(await outcomeOf(verifier([{ id: 'site', secrets: [secret] }]), { auth }), what).toBe('accepted');
  });

  test.each([
    { what: 'an empty array', additional: [] },
    { what: 'an empty object', additional: {} },
    { what: 'null', additional: null },
    { what: 'an object', additional: { locale: 'es_CO' } },
  ])('auth.additional is ignored: $what', async ({ additional }) => {
    const auth = { ...good, additional, version: 2 };
    expect(await outcomeOf(verifier(), { locale: 'es', auth })).toBe('accepted');
  });
});

describe('account and digest', () => {
  const sha1 = signAuth({ login: 'site', secret: 'not-a-real-key', seed, algorithm: 'sha1' });
  const both: Partial<Account> = { digests: ['sha256', 'sha1'] };

  test.each([
    { what: 'the secret of the account', auth: {}, outcome: 'accepted' },
    { what: 'another account', auth: { login: 'other' }, outcome: 'account-unknown' },
    { what: 'the login in capitals', auth: { login: 'SITE' }, outcome: 'account-unknown' },
    { what: 'the login __proto__', auth: { login: '__proto__' }, outcome: 'account-unknown' },
    { what: 'the login constructor', auth: { login: 'constructor' }, outcome: 'account-unknown' },
    { what: 'another nonce', auth: { nonce: 'bm9uY2UtMDAwMg==' }, outcome: 'proof-mismatch' },
    {
      what: 'the same instant, spelled otherwise',
      auth: { seed: '2026-01-02T03:04:05+00:00' },
      outcome: 'proof-mismatch',
    },
    {
      what: 'a digest of 31 bytes',
      auth: { tranKey: Buffer.alloc(31).toString('base64') },
      outcome: 'proof-mismatch',
    },
    {
      what: 'a digest of 33 bytes',
      auth: { tranKey: Buffer.alloc(33).toString('base64') },
      outcome: 'proof-mismatch',
    },
    {
      what: 'a digest of 19 bytes',
      auth: { tranKey: Buffer.alloc(19).toString('base64') },
      outcome: 'proof-mismatch',
    },
    {
      what: 'a digest of 21 bytes',
      auth: { tranKey: Buffer.alloc(21).toString('base64') },
      outcome: 'proof-mismatch',
    },
    {
      what: 'a digest of zeros',
      auth: { tranKey: Buffer.alloc(32).toString('base64') },
      outcome: 'proof-mismatch',
    },
    {
      what: 'the first 20 bytes of the digest',
      auth: { tranKey: Buffer.from(good.tranKey, 'base64').subarray(0, 20).toString('base64') },
      account: both,
      outcome: 'proof-mismatch',
    },
    { what: 'SHA-1, not allowed by default', auth: sha1, outcome: 'digest-not-allowed' },
    {
      what: 'SHA-1, not allowed',
      auth: sha1,
      account: { digests: ['sha256'] },
      outcome: 'digest-not-allowed',
    },
    { what: 'SHA-1, allowed', auth: sha1, account: both, outcome: 'accepted' },
    { what: 'SHA-256 beside SHA-1', auth: {}, account: both, outcome: 'accepted' },
    { what: 'SHA-256, not allowed', auth: {}, account: { digests: ['sha1'] }, outcome: 'digest-not-allowed' },
    {
      what: 'a wrong SHA-1, not allowed',
      auth: { tranKey: Buffer.alloc(20).toString('base64') },
      outcome: 'proof-mismatch',
    },
    { what: 'no secret at all', auth: {}, account: { secrets: [] }, outcome: 'proof-mismatch' },
  ] satisfies { what: string; auth: object; account?: Partial<Account>; outcome: string }[])(
    '$what: $outcome',
    async ({ auth, account, outcome }) => {
      expect(await outcomeOf(verifier([{ ...site, ...account }]), { auth: { ...good, ...auth } })).toBe(
        outcome,
      );
    },
  );

  test('a digest over an empty secret is not accepted, whatever a store may hold', async () => {
    const directory = { find: () => ({ id: 'site', secrets: [''] }) };
    const auth = signAuth({ login: 'site', secret: '', seed });
    expect(await outcomeOf(verifier([], { directory }), { auth })).toBe('proof-mismatch');
  });

  test('the principal is the account that was found, not the login that was sent', async () => {
    const directory = { find: () => ({ ...site, id: 'site-7' }) };
    const verdict = await verifier([], { directory }).verify(inboundRequest({ json: { auth: good } }));
    expect(verdict).toMatchObject({ outcome: 'accepted', principal: { account: 'site-7' } });
  });

  test.each([
    { what: 'both live', notAfter: 1, outcome: 'accepted' },
    { what: 'past its end', notAfter: 0, outcome: 'credentials-expired' },
  ])('a second secret, $what: $outcome', async ({ notAfter, outcome }) => {
    const clock = movableClock(seed);
    const old = { value: 'old', notAfter: clock() + notAfter };
    const rotating = verifier([{ id: 'site', secrets: ['not-a-real-key', old] }], {}, clock);
    expect(await outcomeOf(rotating, { auth: good })).toBe('accepted');
    expect(await outcomeOf(rotating, { auth: signAuth({ login: 'site', secret: 'old', seed }) })).toBe(
      outcome,
    );
  });

  test('a secret stored as a hash is unavailable, and the cause says why without it', async () => {
    const stored = await hashSecret('not-a-real-key', { algorithm: 'sha256' });
    const verdict = await verifier([{ id: 'site', secrets: [stored] }]).verify(
      inboundRequest({ json: { auth: good } }),
    );
    expect(verdict).toMatchObject({ outcome: 'unavailable', cause: expect.any(TypeError) });
    const message = verdict.outcome === 'unavailable' && String(verdict.cause);
    expect(message).toMatch(/"site" is stored as a hash.*the secret itself/);
    expect(message).not.toContain(stored);
  });

  test('a slow hash held for another scheme does not get in the way of an unknown account', async () => {
    const slow = await hashSecret('x', { algorithm: 'scrypt', ln: 1 });
    expect(await outcomeOf(verifier([{ id: 'other', secrets: [slow] }]), { auth: good })).toBe(
      'account-unknown',
    );
  });

  test('a directory that fails is unavailable, never accepted', async () => {
    const cause = new Error('connection refused');
    const directory = { find: () => Promise.reject(cause) };
    const verdict = await verifier([], { directory }).verify(inboundRequest({ json: { auth: good } }));
    expect(verdict).toEqual({ outcome: 'unavailable', cause, retryAfter: 1 });
  });
});

describe('the window', () => {
  test.each([
    { off: 0, outcome: 'accepted' },
    { off: 300, outcome: 'accepted' },
    { off: 300.001, outcome: 'seed-outside-window' },
    { off: -300, outcome: 'accepted' },
    { off: -300.001, outcome: 'seed-outside-window' },
    { off: 60, windowSeconds: 60, outcome: 'accepted' },
    { off: 60.001, windowSeconds: 60, outcome: 'seed-outside-window' },
    { off: -60.001, windowSeconds: 60, outcome: 'seed-outside-window' },
  ])('a clock $off s past the seed: $outcome', async ({ off, windowSeconds, outcome }) => {
    const clock = movableClock(seed);
    clock.advance({ seconds: off });
    expect(await outcomeOf(verifier([site], { windowSeconds }, clock), { auth: good })).toBe(outcome);
  });

  test('is counted from the instant, whatever the zone of the seed', async () => {
    const auth = signAuth({ login: 'site', secret: 'not-a-real-key', seed: '2026-01-02T03:04:05-05:00' });
    expect(await outcomeOf(verifier(), { auth })).toBe('seed-outside-window');
  });

  test('a clock that is broken lets nothing pass', async () => {
    expect(await outcomeOf(verifier([site], { clock: () => Number.NaN }), { auth: good })).toBe(
      'seed-outside-window',
    );
  });
});

describe('account state, once the proof holds', () => {
  test.each([
    { what: 'active', account: { status: 'active' }, reason: 'accepted' },
    { what: 'inactive', account: { status: 'inactive' }, reason: 'account-inactive' },
    { what: 'expired', account: { status: 'expired' }, reason: 'account-expired' },
    {
      what: 'with expired credentials',
      account: { status: 'credentials-expired' },
      reason: 'credentials-expired',
    },
    { what: 'called from its range', account: { addresses: ['198.51.100.0/24'] }, reason: 'accepted' },
    {
      what: 'called from elsewhere',
      account: { addresses: ['203.0.113.0/24'] },
      reason: 'address-not-allowed',
    },
  ] as const)('an account $what: $reason', async ({ account, reason }) => {
    const clock = movableClock(seed);
    const verified = verifier([{ ...site, ...account }], {}, clock);
    expect(await outcomeOf(verified, { auth: good })).toBe(reason);
    expect(await outcomeOf(verified, { auth: { ...good, nonce: 'AAAA' } })).toBe('proof-mismatch');
    clock.advance({ seconds: 301 });
    expect(await outcomeOf(verified, { auth: good })).toBe('seed-outside-window');
  });
});
