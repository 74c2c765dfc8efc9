import type { Explanation } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import {
  explained,
  good,
  login,
  secret,
  site,
  siteVerifier,
} from '../../../../test/support/explained-auth.ts';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { signAuth } from '../../../../test/support/sign-auth.ts';

describe('a seed outside the window', () => {
  test.each([
    {
      seed: '2026-01-01T22:04:05Z',
      hint: 'the seed is 5 h behind: it looks like local time that is marked as UTC',
    },
    {
      seed: '2026-01-01T22:04:05+00:00',
      hint: 'the seed is 5 h behind: it looks like local time that is marked as UTC',
    },
    {
      seed: '2026-01-02T17:09:05Z',
      hint: 'the seed is 14 h ahead: it looks like local time that is marked as UTC',
    },
    {
      seed: '2026-01-02T03:04:05-05:00',
      hint: 'the seed is 5 h ahead: its offset does not belong to its time, or the clock is wrong',
    },
    {
      seed: '2026-01-02T08:34:05Z',
      hint: 'the seed is 5.5 h ahead: it looks like local time that is marked as UTC',
    },
    {
      seed: '2026-01-01T21:19:05Z',
      hint: 'the seed is 5.75 h behind: it looks like local time that is marked as UTC',
    },
    { seed: '2026-01-02T18:04:05Z', hint: 'the clock that made the seed is 15 h 0 min ahead' },
    { seed: '2026-01-02T02:57:00Z', hint: 'the clock that made the seed is 7 min 5 s behind' },
    { seed: '2026-01-02T03:34:05Z', hint: 'the clock that made the seed is 30 min 0 s ahead' },
    { seed: '2025-01-02T03:04:05Z', hint: 'the clock that made the seed is 365 days behind' },
    {
      seed: '1970-01-21T10:55:23.045Z',
      hint: 'the seed was made from seconds where milliseconds were wanted',
    },
  ])('$seed: $hint', async ({ seed: sent, hint }) => {
    const { reason, hints } = await explained(signAuth({ login, secret, seed: sent }));
    expect({ reason, hints }).toEqual({ reason: 'seed-outside-window', hints: [hint] });
  });
});

describe('an auth that is malformed', () => {
  test.each([
    { what: 'Unix time in digits', auth: { ...good, seed: '1767323045' }, hint: /not Unix time/ },
    { what: 'Unix time as a number', auth: { ...good, seed: 1767323045 }, hint: /not Unix time/ },
    {
      what: 'milliseconds for seconds',
      auth: { ...good, seed: '57974-09-11T11:23:20+00:00' },
      hint: /milliseconds where seconds were wanted/,
    },
    {
      what: 'milliseconds for seconds in JavaScript',
      auth: { ...good, seed: '+057974-09-11T11:23:20.000Z' },
      hint: /milliseconds where seconds were wanted/,
    },
    { what: 'no zone', auth: { ...good, seed: '2026-01-02T03:04:05' }, hint: /has no zone/ },
    { what: 'a space for T', auth: { ...good, seed: '2026-01-02 03:04:05Z' }, hint: /a capital T and Z/ },
    { what: 'a small z', auth: { ...good, seed: '2026-01-02T03:04:05z' }, hint: /a capital T and Z/ },
    { what: 'a nonce that is not base64', auth: { ...good, nonce: 'n:1' }, hint: /^send nonce in base64$/ },
    {
      what: 'a nonce without padding',
      auth: { ...good, nonce: 'bm9uY2UtMDAwMA' },
      hint: /^nonce is URL-safe or unpadded/,
    },
    {
      what: 'a tranKey in the URL-safe alphabet',
      auth: { ...good, tranKey: good.tranKey.replaceAll('/', '_') },
      hint: /^tranKey is URL-safe or unpadded/,
    },
  ])('$what', async ({ auth, hint }) => {
    const { reason, hints } = await explained(auth);
    expect(reason).toBe('credentials-malformed');
    expect(hints).toEqual([expect.stringMatching(hint)]);
  });

  test.each([
    { what: 'no login', auth: { ...good, login: undefined } },
    { what: 'a seed that is nothing like one', auth: { ...good, seed: 'yesterday' } },
    { what: 'an empty nonce', auth: { ...good, nonce: '' } },
    { what: 'a long tranKey', auth: { ...good, tranKey: '='.repeat(50_000) } },
    { what: 'a long seed', auth: { ...good, seed: '1'.repeat(50_000) } },
  ])('$what has no hint', async ({ auth }) => {
    expect(await explained(auth)).toMatchObject({ reason: 'credentials-malformed', hints: [] });
  });

  test('a directory that fails while a hint is looked for changes no verdict', async () => {
    const directory = { find: () => Promise.reject(new Error('connection refused')) };
    expect(await explained({ ...good, tranKey: secret }, site, directory)).toMatchObject({
      reason: 'credentials-malformed',
    });
  });
});

describe('an auth that is not there', () => {
  test.each([
    {
      what: 'a form',
      body: { kind: 'form', value: new URLSearchParams() },
      hint: /Content-Type: application\/json/,
    },
    { what: 'text', body: { kind: 'unsupported' }, hint: /Content-Type: application\/json/ },
    {
      what: 'its parts at the top',
      body: { kind: 'json', value: good },
      hint: /inside an object named auth/,
    },
    { what: 'nested', body: { kind: 'json', value: { request: { auth: good } } }, hint: /nested too deep/ },
  ] as const)('$what', async ({ body, hint }) => {
    const explain: Explanation = [];
    expect(await siteVerifier().verify(inboundRequest({ body }), { explain })).toEqual({ outcome: 'absent' });
    expect(explain).toMatchObject([{ outcome: 'failed', hint: expect.stringMatching(hint) }]);
  });

  test.each([
    { what: 'no body', body: { kind: 'absent' }, check: 'body' },
    { what: 'broken JSON', body: { kind: 'malformed' }, check: 'body' },
    { what: 'another object', body: { kind: 'json', value: { locale: 'es', payment: null } }, check: 'auth' },
  ] as const)('$what has no hint', async ({ body, check }) => {
    const explain: Explanation = [];
    await siteVerifier().verify(inboundRequest({ body }), { explain });
    expect(explain).toEqual([{ check, outcome: 'failed', detail: expect.any(String) }]);
  });
});
