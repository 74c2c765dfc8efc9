import { type Account, type Explanation, memoryDirectory } from '@countersign/core';
import { describe, expect, test, vi } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { base64url, signedToken } from '../../../../test/support/signed-token.ts';
import { signedPayload } from '../payload/signed-payload.ts';

const now = Date.parse('2026-01-02T03:04:05Z');
const secret = 'c2VjcmV0IG1lcmNoYW50';
const others = 'another merchant secret';
const data = { merchantUid: 'mer_1', amountCents: 1000 };
const directory = memoryDirectory([
  { id: 'mer_1', secrets: ['a secret before', secret] },
  { id: 'mer_2', secrets: [others] },
  { id: 'hex', secrets: ['6d65726368616e74'] },
]);

const tokenOf = (key: string | Uint8Array = secret, claims: object | string = { data }, alg = 'HS256') =>
  signedToken({ header: { alg }, claims, key, algorithm: 'HS256' });
const queryOf = (token: string) => `/purchase?signature=${encodeURIComponent(token)}`;

async function explained(target: string, account?: Account) {
  const verifier = signedPayload({
    directory: account ? memoryDirectory([account]) : directory,
    accountPath: ['data', 'merchantUid'],
    clock: () => now,
  });
  const request = inboundRequest({ method: 'GET', target });
  const explain: Explanation = [];
  const verdict = await verifier.verify(request, { explain });
  expect(verdict).toEqual(await verifier.verify(request));
  for (const hidden of [secret, others, tokenOf(), tokenOf().split('.')[2] ?? '']) {
    expect(JSON.stringify(explain)).not.toContain(hidden);
  }
  return {
    reason: verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome,
    explain,
    hints: explain.flatMap((check) => check.hint ?? []),
  };
}

describe('a hint for', () => {
  const [head = '', body = '', tail = ''] = tokenOf().split('.');

  test.each([
    { what: 'a secret with a newline', token: tokenOf(`${secret}\n`), hint: /white space around it/ },
    { what: 'a secret with spaces', token: tokenOf(` ${secret} `), hint: /white space around it/ },
    {
      what: 'a secret that was decoded',
      token: tokenOf(Buffer.from(secret, 'base64')),
      hint: /decoded from base64/,
    },
    {
      what: 'a secret that was encoded',
      token: tokenOf(Buffer.from(secret).toString('base64')),
      hint: /encoded as base64/,
    },
    {
      what: 'a secret that was decoded from digits',
      token: tokenOf('merchant', { data: { merchantUid: 'hex' } }),
      hint: /decoded from hexadecimal/,
    },
    { what: 'the id for the secret', token: tokenOf('mer_1'), hint: /id of the account was used/ },
    { what: 'no secret', token: tokenOf(''), hint: /empty secret/ },
    { what: 'the secret of another merchant', token: tokenOf(others), hint: /secret of another account/ },
    { what: 'any other secret', token: tokenOf('x'), hint: /^sign with a secret of mer_1/ },
    {
      what: 'a signature of another length',
      token: `${head}.${body}.${base64url('0f'.repeat(32))}`,
      hint: /32 bytes long, and this one is 64/,
    },
    {
      what: 'alg none',
      token: `${base64url({ alg: 'none' })}.${body}.`,
      hint: /unsigned token proves nothing/,
    },
    { what: 'alg in small letters', token: tokenOf(secret, { data }, 'hs256'), hint: /in capitals/ },
    { what: 'HS512', token: tokenOf(secret, { data }, 'HS512'), hint: /^sign with HS256/ },
    { what: 'RS256', token: tokenOf(secret, { data }, 'RS256'), hint: /private key/ },
    {
      what: 'exp a minute ago',
      token: tokenOf(secret, { data, exp: now / 1000 - 75 }),
      hint: /^it ended 1 min 15 s ago$/,
    },
    {
      what: 'exp hours ago',
      token: tokenOf(secret, { data, exp: now / 1000 - 7260 }),
      hint: /^it ended 2 h 1 min ago$/,
    },
    {
      what: 'exp days ago',
      token: tokenOf(secret, { data, exp: now / 1000 - 200_000 }),
      hint: /^it ended 2 days ago$/,
    },
    {
      what: 'parameters that are not in data',
      token: tokenOf(secret, data),
      hint: /^merchantUid .*inside an object named data$/,
    },
    { what: 'no merchant', token: tokenOf(secret, { data: {} }), hint: /^data.merchantUid must be there/ },
    { what: 'the payload itself', token: JSON.stringify({ data }), hint: /payload itself: sign it/ },
    { what: 'Bearer before the token', token: `Bearer ${tokenOf()}`, hint: /without "Bearer "/ },
    { what: 'quotes', token: `"${tokenOf()}"`, hint: /without quotes/ },
    { what: 'no signature', token: `${head}.${body}`, hint: /three parts are wanted/ },
    { what: 'an encrypted token', token: 'a.b.c.d.e', hint: /encrypted/ },
    { what: 'padding', token: `${head}.${body}.${tail}=`, hint: /without padding/ },
    { what: 'base64', token: `${head}.${body}.+/${tail}`, hint: /base64url is wanted/ },
  ])('$what', async ({ token, hint }) => {
    const { reason, hints } = await explained(queryOf(token));
    expect(reason).not.toBe('accepted');
    expect(hints).toEqual([expect.stringMatching(hint)]);
  });

  test.each([
    {
      what: 'parameters without a signature',
      target: '/purchase?merchantUid=mer_1&amountCents=5',
      hint: /signed alone/,
    },
    {
      what: 'a name in capitals',
      target: `/purchase?Signature=${tokenOf()}`,
      hint: /^the parameter is named signature/,
    },
    {
      what: 'a parameter beside the token',
      target: `/purchase?signature=${tokenOf()}&amountCents=5`,
      hint: /^put amountCents inside/,
    },
  ])('$what', async ({ target, hint }) => {
    expect((await explained(target)).hints).toEqual([expect.stringMatching(hint)]);
  });
});

test('a token that is accepted has every check in order, and no hint', async () => {
  const { explain } = await explained(queryOf(tokenOf(secret, { data, exp: now / 1000 + 1 })));
  expect(explain).toEqual([
    { check: 'signature', outcome: 'passed', detail: 'header, payload and signature' },
    { check: 'account', outcome: 'passed', detail: 'mer_1' },
    { check: 'signature', outcome: 'passed', detail: 'was made with a secret of this account' },
    { check: 'account state', outcome: 'passed', detail: 'active' },
  ]);
});

test('nothing at all was sent: there is no mistake to name', async () => {
  expect((await explained('/purchase')).hints).toEqual([]);
});

test('without an explanation, no mistake is looked for', async () => {
  const accounts = vi.fn(directory.accounts);
  const verifier = signedPayload({
    directory: { find: directory.find, accounts } as never,
    accountPath: ['data', 'merchantUid'],
  });
  const request = inboundRequest({ target: queryOf(tokenOf('x')) });
  await verifier.verify(request);
  expect(accounts).not.toHaveBeenCalled();
  await verifier.verify(request, { explain: [] });
  expect(accounts).toHaveBeenCalled();
});

test('a directory that cannot list its accounts turns no verdict around', async () => {
  const accounts = () => {
    throw new Error('down');
  };
  const verifier = signedPayload({
    directory: { find: directory.find, accounts } as never,
    accountPath: ['data', 'merchantUid'],
  });
  const request = inboundRequest({ target: queryOf(tokenOf('x')) });
  expect(await verifier.verify(request, { explain: [] })).toMatchObject({ reason: 'proof-mismatch' });
});
