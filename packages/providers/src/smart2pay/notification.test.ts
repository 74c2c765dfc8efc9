import { refusalOf } from '@countersign/core';
import { expect, test } from 'vitest';
import { basicOf } from '../../../../test/support/call.ts';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { smart2pay } from './smart2pay.ts';

const account = { id: '30201', secrets: ['old:key', 'new:key'], addresses: ['198.51.100.0/24'] };
const verifier = smart2pay.notification({ account });
const sent = (id: string, key: string, clientAddress = '198.51.100.7') =>
  inboundRequest({ headers: { authorization: basicOf(id, key) }, clientAddress });

test.each([
  { what: 'its pair', request: sent('30201', 'new:key'), outcome: 'accepted' },
  { what: 'its pair of before', request: sent('30201', 'old:key'), outcome: 'accepted' },
  { what: 'another site', request: sent('30202', 'new:key'), outcome: 'account-unknown' },
  {
    what: 'the site in another spelling',
    request: sent('3.0201e4', 'new:key'),
    outcome: 'credentials-malformed',
  },
  { what: 'another key', request: sent('30201', 'new'), outcome: 'proof-mismatch' },
  {
    what: 'another address',
    request: sent('30201', 'new:key', '203.0.113.1'),
    outcome: 'address-not-allowed',
  },
  { what: 'nothing', request: inboundRequest(), outcome: 'absent' },
])('a notification with $what: $outcome', async ({ request, outcome }) => {
  const verdict = await verifier.verify(request);
  expect(verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome).toBe(outcome);
  if (verdict.outcome === 'accepted') return;
  expect(JSON.parse(refusalOf(verifier, verdict, request).body)).toEqual({ Message: expect.any(String) });
});

test('wants the merchant’s own account', () => {
  expect(() => smart2pay.notification({ account: undefined as never })).toThrow(
    /accounts: id must be a string/,
  );
});
