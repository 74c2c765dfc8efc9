import { describe, expect, expectTypeOf, test } from 'vitest';
import type { Reason } from './reason.ts';
import {
  absent,
  accepted,
  type NotAccepted,
  type Principal,
  rejected,
  unavailable,
  type Verdict,
} from './verdict.ts';

interface DevApp extends Principal {
  readonly roles: readonly string[];
}

describe('a verdict', () => {
  test('has four outcomes, and each alone holds what it can know', () => {
    expectTypeOf<Verdict['outcome']>().toEqualTypeOf<'accepted' | 'absent' | 'rejected' | 'unavailable'>();
    expectTypeOf<NotAccepted['outcome']>().toEqualTypeOf<'absent' | 'rejected' | 'unavailable'>();

    // No default: a fifth outcome must not compile.
    const told = (verdict: Verdict<DevApp>): string => {
      switch (verdict.outcome) {
        case 'accepted':
          expectTypeOf(verdict.principal).toEqualTypeOf<DevApp>();
          return verdict.principal.account;
        case 'absent':
          expectTypeOf(verdict).not.toHaveProperty('reason');
          return 'nobody';
        case 'rejected':
          expectTypeOf(verdict.reason).toEqualTypeOf<Reason>();
          expectTypeOf(verdict).not.toHaveProperty('principal');
          return verdict.reason;
        case 'unavailable':
          expectTypeOf(verdict).not.toHaveProperty('principal');
          return `in ${verdict.retryAfter} s`;
      }
    };
    expect(told(accepted({ account: 'app', roles: [] }))).toBe('app');
    expect(told(absent)).toBe('nobody');
    expect(told(rejected('throttled'))).toBe('throttled');
    expect(told(unavailable(new Error('down')))).toBe('in 1 s');
    expect(told(unavailable(new Error('down'), 30))).toBe('in 30 s');
  });

  test('has no principal until its outcome is looked at', () => {
    const verdict: Verdict = rejected('replayed', 'app');
    // @ts-expect-error only `accepted` has one
    expect(verdict.principal).toBeUndefined();
  });

  test('names an account only where there is one', () => {
    expect(rejected('account-unknown')).toEqual({ outcome: 'rejected', reason: 'account-unknown' });
    expect(Object.keys(rejected('account-unknown'))).toEqual(['outcome', 'reason']);
    expect(rejected('replayed', 'app')).toEqual({ outcome: 'rejected', reason: 'replayed', account: 'app' });
  });
});
