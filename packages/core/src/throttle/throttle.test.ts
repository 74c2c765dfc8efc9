import { describe, expect, test, vi } from 'vitest';
import { type Guess, guess, guessable } from '../../../../test/support/guessable.ts';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { movableClock } from '../../../../test/support/movable-clock.ts';
import { accounts, right, throttled, times } from '../../../../test/support/throttled.ts';
import type { Explanation } from '../verdict/explanation.ts';
import { problemDetails, refusalOf } from '../verdict/refusal.ts';
import { rejected } from '../verdict/verdict.ts';
import type { VerdictEvent } from '../verdict/verdict-event.ts';
import type { Verifier } from '../verifier/verifier.ts';
import { memoryThrottle } from './memory-throttle.ts';
import { throttle } from './throttle.ts';

describe('past a limit', () => {
  test('nothing is looked up or judged', async () => {
    const { verifier, sayAll } = throttled();
    await sayAll([...times(3), ...times(50), right]);
    expect(verifier.judged).toEqual(['site', 'site', 'site']);
  });

  test('a request without a credential is still absent, and asks nothing of the store', async () => {
    const store = memoryThrottle();
    const get = vi.spyOn(store.addresses, 'get');
    const { guarded, sayAll } = throttled({ store });
    await sayAll(accounts(5));
    get.mockClear();
    expect(await guarded.verify(inboundRequest())).toEqual({ outcome: 'absent' });
    expect(get).not.toHaveBeenCalled();
  });

  test('a verifier without a claimant is not asked even then', async () => {
    const { claimant: _, ...anonymous } = guessable();
    const guarded = throttle(anonymous, { failuresPerAddress: 2 });
    const said = [];
    for (const request of [guess(), guess({ account: 'other' }), guess(right), inboundRequest()]) {
      said.push(await guarded.verify(request));
    }
    expect(said.slice(2)).toEqual(
      times(2).map(() => ({ outcome: 'rejected', reason: 'throttled', retryAfter: expect.any(Number) })),
    );
    expect(anonymous.judged).toHaveLength(2);
  });
});

describe('the refusal', () => {
  const own = { status: 429, headers: {}, body: 'too many' };

  test('is the verifier’s own', async () => {
    const { guarded } = throttled();
    const verdict = { ...rejected('throttled'), retryAfter: 60 };
    expect(refusalOf(guarded, verdict, guess())).toEqual(problemDetails(verdict));
    expect(refusalOf(throttle({ ...guessable(), refuse: () => own }), verdict, guess())).toBe(own);
  });

  test('by default is 429 with Retry-After', () => {
    const refusal = refusalOf(throttled().guarded, { ...rejected('throttled'), retryAfter: 42 }, guess());
    expect(refusal.status).toBe(429);
    expect(refusal.headers).toMatchObject({ 'retry-after': '42', 'cache-control': 'no-store' });
    expect(JSON.parse(refusal.body)).toMatchObject({ status: 429, reason: 'throttled' });
  });

  test('has the verifier’s challenges', () => {
    const challenging: Verifier = { ...guessable(), challenges: ({ outcome }) => [outcome] };
    expect(throttle(challenging).challenges?.({ outcome: 'absent' })).toEqual(['absent']);
    expect(throttled().guarded.challenges).toBeUndefined();
  });

  test('of a verifier that is an instance of a class is its own as well', () => {
    class Own implements Verifier {
      readonly scheme = 'own';
      private readonly refusal = own;
      async verify() {
        return rejected('proof-mismatch');
      }
      challenges() {
        return [this.refusal.body];
      }
      claimant() {
        return { account: this.refusal.body };
      }
      refuse() {
        return this.refusal;
      }
    }
    const guarded = throttle(new Own());
    expect(guarded.scheme).toBe('own');
    expect(guarded.claimant?.(guess())).toEqual({ account: 'too many' });
    expect(guarded.challenges?.({ outcome: 'absent' })).toEqual(['too many']);
    expect(refusalOf(guarded, { outcome: 'absent' }, guess())).toBe(own);
  });
});

describe('what is published', () => {
  test('is the throttle’s own verdict alone, once, and not whom the request claims to come from', async () => {
    const events: VerdictEvent[] = [];
    const { sayAll } = throttled({ onVerdict: (event) => void events.push(event) });
    await sayAll([...times(4), { ...right, from: '203.0.113.9' }]);
    expect(events).toEqual([
      { scheme: 'guess', outcome: 'rejected', reason: 'throttled', duration: expect.any(Number) },
    ]);
  });
});

describe('the explanation', () => {
  test('says what is counted, before the checks of the verifier', async () => {
    const { guarded, sayAll } = throttled();
    await sayAll([{}, { account: 'other' }]);
    const explain: Explanation = [];
    await guarded.verify(guess(right), { explain });
    expect(explain).toEqual([
      {
        check: 'throttle',
        outcome: 'passed',
        detail: 'failures from this address: 2 of 5; of this account from it: 1 of 3',
      },
    ]);
  });

  test('says how long to wait', async () => {
    const { guarded, sayAll } = throttled();
    await sayAll(times(3));
    const explain: Explanation = [];
    await guarded.verify(guess(), { explain });
    expect(explain).toEqual([
      {
        check: 'throttle',
        outcome: 'failed',
        detail: 'failures from this address: 3 of 5; of this account from it: 3 of 3',
        hint: 'try again in 60 s: nothing is checked until then',
      },
    ]);
  });

  test('of a credential that names no account tells of the address', async () => {
    const explain: Explanation = [];
    await throttled().guarded.verify(guess({ account: '' }), { explain });
    expect(explain[0]?.detail).toBe('failures from this address: 0 of 5');
  });
});

describe('options', () => {
  test.each([
    { option: 'failuresPerPair', value: 0 },
    { option: 'failuresPerPair', value: 1.5 },
    { option: 'failuresPerPair', value: '10' },
    { option: 'failuresPerPair', value: Number.NaN },
    { option: 'failuresPerAddress', value: 0 },
    { option: 'failuresPerAddress', value: Number.POSITIVE_INFINITY },
    { option: 'windowSeconds', value: 0 },
    { option: 'windowSeconds', value: 0.5 },
    { option: 'windowSeconds', value: null },
    { option: 'clock', value: 0 },
    { option: 'onVerdict', value: 'log' },
    { option: 'store', value: {} },
    { option: 'store', value: null },
    { option: 'store', value: { pairs: memoryThrottle().pairs } },
    { option: 'store', value: { pairs: memoryThrottle().pairs, addresses: { get: () => null } } },
  ])('$option: $value is refused', ({ option, value }) => {
    expect(() => throttle(guessable(), { [option]: value })).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringContaining(option) }),
    );
  });

  test.each([undefined, null, {}])('a verifier that is %j is refused', (verifier) => {
    expect(() => throttle(verifier as never)).toThrow('throttle needs a verifier');
  });

  test.each([
    { option: 'pairCapacity', value: 0 },
    { option: 'pairCapacity', value: 10_000_001 },
    { option: 'addressCapacity', value: 1.5 },
    { option: 'addressCapacity', value: '10' },
    { option: 'clock', value: 0 },
  ])('$option of the memory: $value is refused', ({ option, value }) => {
    expect(() => memoryThrottle({ [option]: value })).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringContaining(option) }),
    );
  });

  test('by default 10 failures a pair, 100 an address, 15 minutes', async () => {
    const clock = movableClock('2026-01-02T03:04:05Z');
    const guarded = throttle(guessable(), { clock });
    const say = async (a: Guess) => {
      const verdict = await guarded.verify(guess(a));
      return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
    };
    for (let i = 0; i < 10; i += 1) expect(await say({})).toBe('proof-mismatch');
    expect(await say({})).toBe('throttled');
    for (const a of accounts(90)) expect(await say(a)).toBe('proof-mismatch');
    expect(await say({ account: 'other' })).toBe('throttled');
    clock.advance({ seconds: 899 });
    expect(await say({ account: 'other' })).toBe('throttled');
    clock.advance({ seconds: 1 });
    expect(await say({ account: 'other' })).toBe('proof-mismatch');
  });
});
