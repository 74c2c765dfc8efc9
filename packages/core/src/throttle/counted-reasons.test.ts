import { describe, expect, test } from 'vitest';
import { throttled, times } from '../../../../test/support/throttled.ts';
import type { Reason } from '../verdict/reason.ts';
import { publicDetailOf } from '../verdict/refusal.ts';
import { rejected } from '../verdict/verdict.ts';
import { countsAsFailure } from './counted-reasons.ts';

const counted: readonly Reason[] = [
  'credentials-malformed',
  'account-unknown',
  'proof-mismatch',
  'digest-not-allowed',
  'token-malformed',
  'token-algorithm-not-allowed',
  'token-key-unknown',
  'certificate-malformed',
  'certificate-untrusted',
  'certificate-not-attached',
];

const reasons = Object.keys(countsAsFailure) as Reason[];

test.each(counted)('%s is a failure', async (secret) => {
  const { sayAll } = throttled();
  expect(await sayAll(times(4, { secret }))).toEqual([secret, secret, secret, 'throttled']);
});

test.each(reasons.filter((reason) => !counted.includes(reason)))('%s is none', async (secret) => {
  const { sayAll } = throttled();
  expect(await sayAll(times(10, { secret }))).toEqual(times(10, secret));
});

describe('what looks like a wrong secret from outside counts like one', () => {
  const wrongSecret = publicDetailOf(rejected('proof-mismatch'));

  test.each(reasons.filter((reason) => publicDetailOf(rejected(reason)) === wrongSecret))('%s', (reason) => {
    expect(countsAsFailure[reason]).toBe(true);
  });
});
