import type { Explanation } from '@countersign/core';
import { describe, expect, test } from 'vitest';
import {
  explained,
  good,
  login,
  secret,
  seed,
  site,
  siteVerifier,
} from '../../../../test/support/explained-auth.ts';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { signAuth } from '../../../../test/support/sign-auth.ts';

describe('a request that is accepted', () => {
  test('has every check in order, and no hint', async () => {
    const { explain, hints } = await explained(good);
    expect(explain).toEqual([
      { check: 'body', outcome: 'passed', detail: 'a JSON object with auth' },
      { check: 'auth', outcome: 'passed', detail: 'login, tranKey, nonce and seed' },
      { check: 'account', outcome: 'passed', detail: 'site' },
      { check: 'tranKey', outcome: 'passed', detail: 'was made with a secret of this account' },
      { check: 'seed', outcome: 'passed', detail: 'is inside the window' },
      { check: 'account state', outcome: 'passed', detail: 'active' },
      { check: 'one use', outcome: 'passed', detail: 'is used for the first time' },
    ]);
    expect(hints).toEqual([]);
  });

  test.each([
    { what: 'SHA-1 where it is allowed', algorithm: 'sha1' },
    { what: 'an offset', seed: '2026-01-01T22:04:05-0500' },
    { what: 'a nonce that is base64 text', nonce: good.tranKey },
    { what: 'a nonce that is hexadecimal text', nonce: '0f'.repeat(32) },
    { what: 'the edge of the window', seed: '2026-01-02T03:09:05Z' },
  ] as const)('has no hint: $what', async ({ what: _, ...parts }) => {
    const auth = signAuth({ login, secret, seed, ...parts });
    const { reason, hints } = await explained(auth, { ...site, digests: ['sha256', 'sha1'] });
    expect({ reason, hints }).toEqual({ reason: 'accepted', hints: [] });
  });

  test('has no hint where it may replay', async () => {
    const verifier = siteVerifier({ ...site, allowReplay: true });
    const explain: Explanation = [];
    await verifier.verify(inboundRequest({ json: { auth: good } }));
    await verifier.verify(inboundRequest({ json: { auth: good } }), { explain });
    expect(explain.at(-1)).toEqual({
      check: 'one use',
      outcome: 'passed',
      detail: 'was used before, which this account is allowed',
    });
  });
});

describe('without an explanation', () => {
  test('no mistake is looked for', async () => {
    const asked: string[] = [];
    const directory = {
      find: (id: string) => void asked.push(id) as undefined,
      accounts: () => void asked.push('all') as never,
    };
    const verifier = siteVerifier(site, directory);
    const send = (auth: object) => verifier.verify(inboundRequest({ json: { auth } }));
    await send({ ...good, tranKey: secret });
    await send({ ...good, login: 'nobody' });
    expect(asked).toEqual(['nobody']);
  });
});
