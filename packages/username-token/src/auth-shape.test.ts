import { type Account, memoryDirectory, memoryReplayGuard } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { movableClock } from '../../../test/support/movable-clock.ts';
import { signAuth } from '../../../test/support/sign-auth.ts';
import { type UsernameTokenOptions, usernameToken } from './username-token.ts';

const seed = '2026-01-02T03:04:05Z';
const site: Account = { id: 'site', secrets: ['not-a-real-key'] };
const good = signAuth({ login: 'site', secret: 'not-a-real-key', seed });

function verifier(options: Partial<UsernameTokenOptions> = {}) {
  const clock = movableClock(seed);
  const replay = memoryReplayGuard({ clock, rememberedSince: 0 });
  return usernameToken({ directory: memoryDirectory([site]), replay, clock, ...options });
}

async function outcomeOf(verified: ReturnType<typeof usernameToken>, json: unknown): Promise<string> {
  const verdict = await verified.verify(inboundRequest({ json }));
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

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
    expect(await outcomeOf(verifier({ directory }), { auth: { ...good, seed: 'now' } })).toBe(
      'credentials-malformed',
    );
    expect(lookedUp).toEqual([]);
  });
});
