import { describe, expect, test } from 'vitest';
import { guess } from '../../../../test/support/guessable.ts';
import { accounts, right, throttled, times } from '../../../../test/support/throttled.ts';

describe('the window', () => {
  test.each([
    { after: 59, verdict: 'throttled' },
    { after: 60, verdict: 'accepted' },
  ])('$after s after the first failure the right secret is $verdict', async ({ after, verdict }) => {
    const { clock, say, sayAll } = throttled();
    await sayAll(times(3));
    clock.advance({ seconds: after });
    expect(await say(right)).toBe(verdict);
  });

  test.each([
    { after: 0, retryAfter: 60 },
    { after: 0.5, retryAfter: 60 },
    { after: 1, retryAfter: 59 },
    { after: 59.5, retryAfter: 1 },
  ])('$after s on, another try makes sense after $retryAfter s', async ({ after, retryAfter }) => {
    const { clock, guarded, sayAll } = throttled();
    await sayAll(times(3));
    clock.advance({ seconds: after });
    expect(await guarded.verify(guess())).toMatchObject({ retryAfter });
  });

  test('is not prolonged by what is refused in it', async () => {
    const { clock, say, sayAll } = throttled();
    await sayAll(times(3));
    for (let second = 1; second < 60; second += 1) {
      clock.advance({ seconds: 1 });
      expect(await say()).toBe('throttled');
    }
    clock.advance({ seconds: 1 });
    expect(await sayAll([{}, right])).toEqual(['proof-mismatch', 'accepted']);
  });

  test('that ends later is the one to wait for, where both limits are reached', async () => {
    const { clock, guarded, sayAll } = throttled();
    await sayAll(accounts(2));
    clock.advance({ seconds: 20 });
    await sayAll(times(3));
    // The address's began 20 s before the account's.
    expect(await guarded.verify(guess({ account: 'other' }))).toMatchObject({ retryAfter: 40 });
    expect(await guarded.verify(guess())).toMatchObject({ retryAfter: 60 });
  });

  test('that ends later is none to wait for, where its limit is not reached', async () => {
    const { clock, guarded, say, sayAll } = throttled();
    await say({ account: 'other' });
    clock.advance({ seconds: 50 });
    await sayAll(times(2));
    clock.advance({ seconds: 11 });
    // The third of the account, and the first in a new window of the address.
    await say();
    expect(await guarded.verify(guess())).toMatchObject({ retryAfter: 49 });
  });
});
