import { createHash } from 'node:crypto';
import type { Account, Claim, DigestAlgorithm, Verifier } from '@countersign/core';
import { placetopay, pledg } from '@countersign/providers';
import { expect, test } from 'vitest';
import { answersOf, clock, distinct, documented, now, type Refused } from '../support/documented-refusals.ts';
import { inboundRequest } from '../support/inbound-request.ts';
import { signedToken } from '../support/signed-token.ts';

const account: Account = { id: 'site', secrets: ['secret', { value: 'old', notAfter: now }] };
const date = '2026-01-02T03:04:05-05:00';
const placed = (change: Partial<Account> = {}, claim?: Claim): Verifier => {
  const replay = claim && { claim: async () => claim };
  return placetopay.notification({ account: { ...account, ...change }, clock, replay });
};

function sent(secret = 'secret', algorithm: DigestAlgorithm = 'sha256', requestId: unknown = 7) {
  const digest = createHash(algorithm).update(`7APPROVED${date}${secret}`).digest('hex');
  const signature = algorithm === 'sha1' ? digest : `sha256:${digest}`;
  return inboundRequest({ json: { requestId, status: { status: 'APPROVED', date }, signature } });
}

const transfer = signedToken({ header: { alg: 'HS256' }, claims: { exp: 1 }, key: 'secret' });

const refused: Refused[] = [
  { reason: 'absent', verifier: placed(), request: inboundRequest({ json: {} }) },
  { reason: 'credentials-malformed', verifier: placed(), request: sent('secret', 'sha256', {}) },
  { reason: 'proof-mismatch', verifier: placed(), request: sent('other') },
  { reason: 'digest-not-allowed', verifier: placed(), request: sent('secret', 'sha1') },
  {
    reason: 'token-expired',
    verifier: pledg.notification({ account, clock }),
    request: inboundRequest({ json: { signature: transfer } }),
  },
  { reason: 'replayed', verifier: placed({}, 'seen'), request: sent() },
  { reason: 'seed-before-watermark', verifier: placed({}, 'too-old'), request: sent() },
  { reason: 'credentials-expired', verifier: placed(), request: sent('old') },
  { reason: 'address-not-allowed', verifier: placed({ addresses: [] }), request: sent() },
  {
    reason: 'body-too-large',
    verifier: placed(),
    request: inboundRequest({ body: { kind: 'too-large' } }),
  },
];

test('the page is what is answered', async () => {
  const told = documented('../notifications', 'status').filter(({ reason }) => reason !== 'unavailable');
  expect(distinct(told)).toEqual(distinct(await answersOf(refused)));
});

test('what the page shows is accepted', async () => {
  expect(await placed().verify(sent())).toEqual({
    outcome: 'accepted',
    principal: { account: 'site', signed: { requestId: '7', status: { status: 'APPROVED', date } } },
  });
});
