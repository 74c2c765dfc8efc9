import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { movableClock } from '../../../../test/support/movable-clock.ts';
import { boundedLimiter } from './bounded-limiter.ts';
import { type Attempt, failureLimit } from './failure-limit.ts';
import type { CountedFailures, FailureCounter } from './throttle-store.ts';

const start = '2026-01-02T03:04:05Z';

function limitOf(limit: number, { clearedBySuccess = true } = {}) {
  const clock = movableClock(start);
  const counter = boundedLimiter(100, clock);
  const at = failureLimit(counter, { limit, windowSeconds: 900, clearedBySuccess });
  const arrive = async (key = 'key') => {
    const attempt = at(key);
    await attempt.read();
    return attempt;
  };
  return { clock, counter, arrive };
}

/** What is known of an attempt's turn by now. */
async function turnsOf(entering: readonly Promise<boolean>[]): Promise<(boolean | 'waits')[]> {
  await new Promise(setImmediate);
  return Promise.all(entering.map((turn) => Promise.race([turn, Promise.resolve('waits' as const)])));
}

async function failed(attempt: Attempt): Promise<void> {
  await attempt.fail();
  attempt.leave();
}

describe('attempts at once', () => {
  const atOnce = async (limit: number, count: number, counted = 0) => {
    const { counter, arrive } = limitOf(limit);
    if (counted > 0) await counter.penalty('key', counted, { customDuration: 900 });
    const attempts = await Promise.all(Array.from({ length: count }, () => arrive()));
    const entering = attempts.map((attempt) => attempt.enter());
    return { attempts, entering, arrive };
  };

  test.each([
    { limit: 3, counted: 0, turns: [true, true, true, 'waits', 'waits'] },
    { limit: 3, counted: 1, turns: [true, true, 'waits', 'waits', 'waits'] },
    { limit: 3, counted: 2, turns: [true, 'waits', 'waits', 'waits', 'waits'] },
    { limit: 3, counted: 3, turns: [false, false, false, false, false] },
    { limit: 5, counted: 0, turns: [true, true, true, true, true] },
    { limit: 1, counted: 0, turns: [true, 'waits', 'waits', 'waits', 'waits'] },
  ])('of 5, with $counted of $limit failures counted: $turns', async ({ limit, counted, turns }) => {
    const { entering } = await atOnce(limit, 5, counted);
    expect(await turnsOf(entering)).toEqual(turns);
  });

  test('that fail leave no room, and what waits is turned away with the last', async () => {
    const { attempts, entering } = await atOnce(3, 5);
    const [a, b, c] = attempts as [Attempt, Attempt, Attempt];
    await failed(a);
    await failed(b);
    expect(await turnsOf(entering)).toEqual([true, true, true, 'waits', 'waits']);
    await failed(c);
    expect(await turnsOf(entering)).toEqual([true, true, true, false, false]);
  });

  test('that end otherwise make room, in the order of arrival', async () => {
    const { attempts, entering } = await atOnce(3, 5);
    attempts[1]?.leave();
    expect(await turnsOf(entering)).toEqual([true, true, true, true, 'waits']);
    attempts[0]?.leave();
    expect(await turnsOf(entering)).toEqual([true, true, true, true, true]);
  });

  test('that come when there is room again stand behind who waits', async () => {
    const { clock, counter, arrive } = limitOf(2);
    await counter.penalty('key', 1, { customDuration: 900 });
    const [first, second] = [await arrive(), await arrive()];
    const entering = [first.enter(), second.enter()];
    expect(await turnsOf(entering)).toEqual([true, 'waits']);
    clock.advance({ seconds: 900 });
    const third = await arrive();
    expect(await turnsOf([...entering, third.enter()])).toEqual([true, true, 'waits']);
  });

  test('that succeed make room for all that waited for failures before them', async () => {
    const { attempts, entering } = await atOnce(5, 5, 4);
    expect(await turnsOf(entering)).toEqual([true, 'waits', 'waits', 'waits', 'waits']);
    await attempts[0]?.succeed();
    attempts[0]?.leave();
    expect(await turnsOf(entering)).toEqual([true, true, true, true, true]);
  });

  test('of another key are not concerned', async () => {
    const { arrive } = limitOf(1);
    const [a, b] = [await arrive('a'), await arrive('b')];
    expect(await turnsOf([a.enter(), b.enter()])).toEqual([true, true]);
  });

  test('that leave without a turn give none away', async () => {
    const { entering, arrive } = await atOnce(1, 2);
    (await arrive()).leave();
    expect(await turnsOf(entering)).toEqual([true, 'waits']);
  });
});

describe('who waits for attempts that do not end', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  test('gives up after 10 seconds, and takes no turn then', async () => {
    const { arrive } = limitOf(1);
    const [first, second, third] = [await arrive(), await arrive(), await arrive()];
    await first.enter();
    const given = expect(second.enter()).rejects.toThrow('take too long');
    vi.advanceTimersByTime(9999);
    const last = third.enter();
    vi.advanceTimersByTime(1);
    await given;
    second.leave();
    expect(await turnsOf([last])).toEqual(['waits']);
    first.leave();
    expect(await turnsOf([last])).toEqual([true]);
  });

  test('keeps no timer for a turn that came', async () => {
    const { arrive } = limitOf(1);
    const [first, second] = [await arrive(), await arrive()];
    await first.enter();
    const turn = second.enter();
    expect(vi.getTimerCount()).toBe(1);
    await failed(first);
    expect(await turn).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('what is known of a key', () => {
  test('is shared by all who are there, whoever leaves first', async () => {
    const { arrive } = limitOf(1);
    const [first, second] = [await arrive(), await arrive()];
    expect(await turnsOf([second.enter()])).toEqual([true]);
    first.leave();
    const third = await arrive();
    expect(await turnsOf([third.enter()])).toEqual(['waits']);
  });

  test('is forgotten with the last who leaves', async () => {
    const counter = answering({ consumedPoints: 2, msBeforeNext: 5 });
    const at = failureLimit(counter, { limit: 3, windowSeconds: 900, clearedBySuccess: true });
    const [first, second] = [at('key'), at('key')];
    await first.read();
    first.leave();
    expect(second.failures).toBe(2);
    second.leave();
    expect(at('key').failures).toBe(0);
  });
});

describe('a success', () => {
  test.each([
    { clearedBySuccess: true, left: 0 },
    { clearedBySuccess: false, left: 2 },
  ])('clears the failures: $clearedBySuccess', async ({ clearedBySuccess, left }) => {
    const { counter, arrive } = limitOf(3, { clearedBySuccess });
    await counter.penalty('key', 2, { customDuration: 900 });
    const attempt = await arrive();
    await attempt.enter();
    await attempt.succeed();
    attempt.leave();
    expect((await counter.get('key'))?.consumedPoints ?? 0).toBe(left);
  });

  test('without failures before it asks nothing of the store', async () => {
    const counter = answering({ consumedPoints: 0, msBeforeNext: 0 });
    const attempt = failureLimit(counter, { limit: 3, windowSeconds: 900, clearedBySuccess: true })('key');
    await attempt.read();
    await attempt.succeed();
    expect(counter.calls).toEqual(['get']);
  });

  test('stands where the store cannot forget', async () => {
    const counter = answering({ consumedPoints: 2, msBeforeNext: 5 });
    counter.delete = () => Promise.reject(new Error('read-only'));
    const attempt = failureLimit(counter, { limit: 3, windowSeconds: 900, clearedBySuccess: true })('key');
    await attempt.read();
    await attempt.succeed();
    expect(attempt.failures).toBe(2);
  });
});

describe('when to try again', () => {
  test.each([
    { left: 900_000, retryAfter: 900 },
    { left: 1001, retryAfter: 2 },
    { left: 1000, retryAfter: 1 },
    { left: 1, retryAfter: 1 },
    { left: 0, retryAfter: 1 },
    { left: -1, retryAfter: 1 },
  ])('with $left ms left: in $retryAfter s', async ({ left, retryAfter }) => {
    const counter = answering({ consumedPoints: 3, msBeforeNext: left });
    const attempt = failureLimit(counter, { limit: 3, windowSeconds: 900, clearedBySuccess: true })('key');
    await attempt.read();
    expect(attempt.retryAfter).toBe(retryAfter);
  });
});

describe('a store', () => {
  test('is told the window', async () => {
    const counter = answering({ consumedPoints: 1, msBeforeNext: 5 });
    const attempt = failureLimit(counter, { limit: 3, windowSeconds: 77, clearedBySuccess: true })('key');
    await attempt.fail();
    expect(counter.calls).toEqual(['penalty key 1 77']);
  });

  test('whose window ended while attempts are there lets in again', async () => {
    const { clock, arrive } = limitOf(1);
    const first = await arrive();
    await first.enter();
    await first.fail();
    const second = await arrive();
    expect(second.closed).toBe(true);
    clock.advance({ seconds: 900 });
    const third = await arrive();
    expect(third.closed).toBe(false);
    first.leave();
    expect(await turnsOf([third.enter()])).toEqual([true]);
  });

  test.each([
    { consumedPoints: '3', msBeforeNext: 1 },
    { consumedPoints: Number.NaN, msBeforeNext: 1 },
    { consumedPoints: undefined, msBeforeNext: 1 },
    { consumedPoints: 3, msBeforeNext: undefined },
    3,
  ])('that answers with %j is broken', async (answer) => {
    const counter = answering(answer as unknown as CountedFailures);
    const attempt = failureLimit(counter, { limit: 3, windowSeconds: 900, clearedBySuccess: true })('key');
    await expect(attempt.read()).rejects.toThrow('consumedPoints and msBeforeNext');
    await expect(attempt.fail()).rejects.toThrow('consumedPoints and msBeforeNext');
  });
});

/** A counter that always says the same. */
function answering(counted: CountedFailures): FailureCounter & { readonly calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    async get() {
      calls.push('get');
      return counted;
    },
    async penalty(key, points, { customDuration }) {
      calls.push(`penalty ${key} ${points} ${customDuration}`);
      return counted;
    },
    async delete() {
      calls.push('delete');
    },
  };
}
