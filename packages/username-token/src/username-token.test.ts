import { type Account, hashSecret, memoryDirectory, memoryReplayGuard, refusalOf } from '@countersign/core';
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

describe('no auth at all', () => {
  test.each([
    { what: 'no body', body: { kind: 'absent' }, outcome: 'absent' },
    { what: 'a form', body: { kind: 'form', value: new URLSearchParams('auth=x') }, outcome: 'absent' },
    { what: 'another content type', body: { kind: 'unsupported' }, outcome: 'absent' },
    { what: 'a body that is not JSON', body: { kind: 'malformed' }, outcome: 'absent' },
  ] as const)('$what: $outcome', async ({ body, outcome }) => {
    expect(await verifier().verify(inboundRequest({ body }))).toEqual({ outcome });
  });

  test('a body past the bound is body-too-large', async () => {
    expect(await verifier().verify(inboundRequest({ body: { kind: 'too-large' } }))).toEqual({
      outcome: 'rejected',
      reason: 'body-too-large',
    });
  });

  test.each([
    { what: 'null', json: null },
    { what: 'a number', json: 1 },
    { what: 'a string', json: 'auth' },
    { what: 'a boolean', json: true },
    { what: 'an array', json: [{ auth: good }] },
    { what: 'an array with an auth of its own', json: Object.assign([], { auth: good }) },
    { what: 'an empty object', json: {} },
    { what: 'an auth in __proto__', json: JSON.parse(`{"__proto__":{"auth":${JSON.stringify(good)}}}`) },
    { what: 'an auth that is inherited', json: Object.create({ auth: good }) },
    { what: 'auth in capitals', json: { AUTH: good } },
    { what: 'auth null', json: { auth: null } },
    { what: 'auth an array', json: { auth: [good] } },
    { what: 'auth a string', json: { auth: JSON.stringify(good) } },
    { what: 'auth a number', json: { auth: 1 } },
    { what: 'auth a boolean', json: { auth: true } },
    { what: 'the parts without auth', json: good },
  ])('$what: absent', async ({ json }) => {
    expect(await outcomeOf(verifier(), json)).toBe('absent');
  });
});

describe('an auth that is malformed', () => {
  const wrongTypes: { what: string; value: unknown }[] = [
    { what: 'missing', value: undefined },
    { what: 'null', value: null },
    { what: 'zero', value: 0 },
    { what: 'a number', value: 12 },
    { what: 'true', value: true },
    { what: 'false', value: false },
    { what: 'an array', value: [] },
    { what: 'an array of one string', value: ['bm9uY2UtMDAwMQ=='] },
    { what: 'an object', value: {} },
    { what: 'an object that calls itself a string', value: { length: 4, toString: 'bm9uY2U=' } },
    { what: 'empty', value: '' },
  ];
  const parts = ['login', 'tranKey', 'nonce', 'seed'] as const;

  test.each(parts.flatMap((part) => wrongTypes.map((wrong) => ({ part, ...wrong }))))(
    '$part $what: credentials-malformed',
    async ({ part, value }) => {
      expect(await outcomeOf(verifier(), { auth: { ...good, [part]: value } })).toBe('credentials-malformed');
    },
  );

  test.each(parts)('%s that is inherited: credentials-malformed', async (part) => {
    const { [part]: inherited, ...own } = good;
    const auth = Object.assign(Object.create({ [part]: inherited }), own);
    expect(await outcomeOf(verifier(), { auth })).toBe('credentials-malformed');
  });

  test('parts in __proto__: credentials-malformed', async () => {
    const json = JSON.parse(`{"auth":{"__proto__":${JSON.stringify(good)}}}`);
    expect(await outcomeOf(verifier(), json)).toBe('credentials-malformed');
  });

  test.each([
    { what: 'no part', auth: {} },
    { what: 'a nonce without padding', auth: { ...good, nonce: 'bm9uY2UtMDAwMQ' } },
    { what: 'a nonce with a pad too many', auth: { ...good, nonce: 'bm9uY2UtMDAwMQ===' } },
    { what: 'a nonce with bits beyond its last byte', auth: { ...good, nonce: 'bm9uY2UtMDAwMR==' } },
    { what: 'a nonce with a newline', auth: { ...good, nonce: 'bm9uY2UtMDAwMQ==\n' } },
    { what: 'a nonce with a space', auth: { ...good, nonce: 'bm9u Y2UtMDAwMQ==' } },
    { what: 'a nonce that is not base64', auth: { ...good, nonce: 'nonce-0001' } },
    { what: 'a nonce of pads', auth: { ...good, nonce: '====' } },
    { what: 'a tranKey without padding', auth: { ...good, tranKey: good.tranKey.slice(0, -1) } },
    {
      what: 'a tranKey in the URL-safe alphabet',
      auth: { ...good, tranKey: good.tranKey.replaceAll('+', '-').replaceAll('/', '_') },
    },
    {
      what: 'a tranKey with bits beyond its last byte',
      auth: { ...good, tranKey: good.tranKey.replace('wc=', 'wd=') },
    },
    { what: 'a seed without a zone', auth: { ...good, seed: '2026-01-02T03:04:05' } },
    { what: 'a seed that is no date', auth: { ...good, seed: '2026-02-30T03:04:05Z' } },
    { what: 'a login with a NUL', auth: { ...good, login: 'site\0' } },
    { what: 'a login with a newline', auth: { ...good, login: 'si\nte' } },
    { what: 'a login with half a surrogate pair', auth: { ...good, login: 'site\ud800' } },
  ])('$what: credentials-malformed', async ({ auth }) => {
    expect(await outcomeOf(verifier(), { auth })).toBe('credentials-malformed');
  });

  test.each([
    { what: 'a login of 1,024 characters', auth: { login: 'a'.repeat(1024) }, outcome: 'account-unknown' },
    {
      what: 'a login of 1,025 characters',
      auth: { login: 'a'.repeat(1025) },
      outcome: 'credentials-malformed',
    },
    { what: 'a nonce of 1,024 characters', auth: { nonce: 'A'.repeat(1024) }, outcome: 'proof-mismatch' },
    {
      what: 'a nonce of 1,028 characters',
      auth: { nonce: 'A'.repeat(1028) },
      outcome: 'credentials-malformed',
    },
    { what: 'a tranKey of 128 characters', auth: { tranKey: 'A'.repeat(128) }, outcome: 'proof-mismatch' },
    {
      what: 'a tranKey of 132 characters',
      auth: { tranKey: 'A'.repeat(132) },
      outcome: 'credentials-malformed',
    },
  ])('$what: $outcome', async ({ auth, outcome }) => {
    expect(await outcomeOf(verifier(), { auth: { ...good, ...auth } })).toBe(outcome);
  });

  test('is never looked up', async () => {
    const lookedUp: string[] = [];
    const directory = { find: (id: string) => void lookedUp.push(id) as undefined };
    expect(await outcomeOf(verifier([], { directory }), { auth: { ...good, seed: 'now' } })).toBe(
      'credentials-malformed',
    );
    expect(lookedUp).toEqual([]);
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

describe('transport and refusal', () => {
  test('plain HTTP is refused before the digest is looked at, where TLS is required', async () => {
    const verified = verifier([site], { requireTls: true });
    const over = (transport: object, json: unknown = { auth: good }) =>
      verified.verify(inboundRequest({ json, transport }));
    expect(await over({ secure: false })).toMatchObject({ reason: 'insecure-transport' });
    expect(await over({ secure: false }, { auth: {} })).toMatchObject({ reason: 'insecure-transport' });
    expect(await over({ tlsVersion: 'TLSv1.1' })).toMatchObject({ reason: 'insecure-transport' });
    expect(await over({ secure: false }, {})).toEqual({ outcome: 'absent' });
    expect(await over({ tlsVersion: 'TLSv1.2' })).toMatchObject({ outcome: 'accepted' });
  });

  test('a 401 carries the challenge, and nothing else does', () => {
    const request = inboundRequest();
    const refusal = (reason: 'proof-mismatch' | 'account-inactive') =>
      refusalOf(verifier([site], { realm: 'Placetopay' }), { outcome: 'rejected', reason }, request);
    expect(refusal('proof-mismatch')).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': ['WSSE realm="Placetopay", profile="UsernameToken"'] },
    });
    expect(refusal('account-inactive').headers).not.toHaveProperty('www-authenticate');
  });
});

describe('wrong configuration', () => {
  const directory = memoryDirectory([]);
  const replay = memoryReplayGuard();
  test.each([
    { options: { replay } as never, message: /directory must have find/ },
    { options: { directory: {}, replay } as never, message: /directory must have find/ },
    { options: { directory } as never, message: /replay must have claim/ },
    { options: { directory, replay: {} } as never, message: /replay must have claim/ },
    { options: { directory, replay, realm: '' }, message: /realm must be/ },
    { options: { directory, replay, windowSeconds: 0 }, message: /windowSeconds must be a positive/ },
    { options: { directory, replay, windowSeconds: -300 }, message: /windowSeconds must be a positive/ },
    {
      options: { directory, replay, windowSeconds: Number.NaN },
      message: /windowSeconds must be a positive/,
    },
    { options: { directory, replay, windowSeconds: Infinity }, message: /windowSeconds must be a positive/ },
    {
      options: { directory, replay, windowSeconds: '300' } as never,
      message: /windowSeconds must be a positive/,
    },
  ])('says what is wrong: $message', ({ options, message }) => {
    const make = () => usernameToken(options);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });
});
