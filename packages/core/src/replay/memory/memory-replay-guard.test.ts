import cluster from 'node:cluster';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { movableClock } from '../../../../../test/support/movable-clock.ts';
import { type MemoryReplayGuardOptions, memoryReplayGuard } from './memory-replay-guard.ts';

const START = '2026-01-02T03:04:05Z';
const start = Date.parse(START);
const WINDOW_MS = 300_000;

/** A guard, and claims of it as a verifier makes them: a seed is so many seconds after the start. */
function guarded({ rememberedSince = 0, ...options }: MemoryReplayGuardOptions = {}) {
  const clock = movableClock(START);
  const guard = memoryReplayGuard({ clock, rememberedSince, ...options });
  const claim = (key: string, seconds: number, account = 'site') => {
    const seed = start + seconds * 1000;
    return guard.claim(key, seed + WINDOW_MS, { account, seed });
  };
  return { clock, claim };
}

describe('a claim', () => {
  test('is fresh once, and seen from then on', async () => {
    const { claim } = guarded();
    expect(await claim('a', 0)).toBe('fresh');
    expect(await claim('a', 0)).toBe('seen');
    expect(await claim('a', 1)).toBe('seen');
    expect(await claim('b', 0)).toBe('fresh');
  });

  test('is fresh for exactly one of 64 at once', async () => {
    const { claim } = guarded();
    const claims = await Promise.all(Array.from({ length: 64 }, () => claim('a', 0)));
    expect(claims.toSorted()).toEqual(['fresh', ...Array.from({ length: 63 }, () => 'seen')]);
  });

  test('is one of its account alone, however account and key are cut', async () => {
    const { claim } = guarded();
    const cuts = [
      ['a', 'bc'],
      ['ab', 'c'],
      ['', 'abc'],
      ['abc', ''],
      ['1:a', 'bc'],
      ['a', ':bc'],
      ['a:', 'bc'],
      ['__proto__', 'bc'],
      ['constructor', 'bc'],
    ] as const;
    for (const [account, key] of cuts) expect(await claim(key, 0, account)).toBe('fresh');
    for (const [account, key] of cuts) expect(await claim(key, 0, account)).toBe('seen');
  });

  test.each([
    { seed: Number.NaN, acceptableUntil: start },
    { seed: Infinity, acceptableUntil: start },
    { seed: start, acceptableUntil: Number.NaN },
    { seed: start, acceptableUntil: Infinity },
    { seed: `${start}` as never, acceptableUntil: start },
    { seed: undefined as never, acceptableUntil: start },
  ])('with the times $seed and $acceptableUntil rejects, and leaves the guard as it was', async (times) => {
    const { claim } = guarded({ capacity: 1 });
    await claim('a', 0);
    const guard = memoryReplayGuard({ capacity: 1, rememberedSince: 0 });
    const scope = { account: 'site', seed: times.seed };
    await expect(guard.claim('a', times.acceptableUntil, scope)).rejects.toThrow(
      'seed and acceptableUntil must be milliseconds since the epoch',
    );
    await guard.claim('a', start + WINDOW_MS, { account: 'site', seed: start });
    expect(await guard.claim('b', start, { account: 'site', seed: start - 1 })).toBe('too-old');
  });
});

test('a seed of another century rejects, and leaves the guard as it was', async () => {
  const { claim } = guarded({ capacity: 1 });
  await expect(claim('a', 69 * 365.25 * 86_400)).rejects.toThrow(/^seed must lie within 68 years/);
  expect(await claim('a', 0)).toBe('fresh');
});

describe('after a restart', () => {
  test.each([
    { what: 'before the second of the start', sinceSecond: -1, claim: 'too-old' },
    { what: 'at the second of the start', sinceSecond: 0, claim: 'fresh' },
    { what: 'after the start', sinceSecond: 1000, claim: 'fresh' },
    { what: 'a fraction of a millisecond before', sinceSecond: -0.0005, claim: 'too-old' },
  ])('a seed $what ($sinceSecond ms) is $claim', async ({ sinceSecond, claim }) => {
    // Built 999 ms into a second.
    const guard = memoryReplayGuard({ clock: () => start + 999 });
    const seed = start + sinceSecond;
    expect(await guard.claim('a', seed + WINDOW_MS, { account: 'site', seed })).toBe(claim);
  });

  test('rememberedSince moves that line, and 0 takes it away', async () => {
    const since = guarded({ rememberedSince: start + 10_000 });
    expect(await since.claim('a', 9.999)).toBe('too-old');
    expect(await since.claim('a', 10)).toBe('fresh');
    expect(await guarded({ rememberedSince: 0 }).claim('a', -299)).toBe('fresh');
  });
});

describe('when it is full', () => {
  test('the lowest seed goes, and no seed of the account at or before it passes again', async () => {
    const { claim } = guarded({ capacity: 2 });
    for (const seconds of [1, 2, 3]) expect(await claim(`k${seconds}`, seconds)).toBe('fresh');
    expect(await claim('k1', 1)).toBe('too-old');
    expect(await claim('other', 1)).toBe('too-old');
    expect(await claim('older', 0)).toBe('too-old');
    expect(await claim('k2', 2)).toBe('seen');
    expect(await claim('k3', 3)).toBe('seen');
    expect(await claim('newer', 1.001)).toBe('fresh');
  });

  test('in whatever order they came: a seed that is ahead shuts nobody out', async () => {
    const { claim } = guarded({ capacity: 2 });
    for (const seconds of [290, 1, 2, 3]) expect(await claim(`k${seconds}`, seconds)).toBe('fresh');
    expect(await claim('k290', 290)).toBe('seen');
    expect(await claim('k2', 2)).toBe('too-old');
    expect(await claim('k4', 4)).toBe('fresh');
  });

  test('it remembers as many as its capacity, and no more', async () => {
    const { claim } = guarded({ capacity: 100 });
    const keys = Array.from({ length: 1000 }, (_, i) => i / 10);
    for (const seconds of keys) expect(await claim(`k${seconds}`, seconds)).toBe('fresh');
    const again = await Promise.all(keys.map((seconds) => claim(`k${seconds}`, seconds)));
    expect(again.filter((one) => one === 'seen')).toHaveLength(100);
    expect(again.filter((one) => one === 'too-old')).toHaveLength(900);
  });

  test('of seeds that are equal, it remembers as many as there is room for', async () => {
    const { claim } = guarded({ capacity: 2 });
    for (const key of ['a', 'b', 'c']) expect(await claim(key, 1)).toBe('fresh');
    const again = await Promise.all(['a', 'b', 'c'].map((key) => claim(key, 1)));
    expect(again.toSorted()).toEqual(['seen', 'seen', 'too-old']);
  });

  test('a seed of a fraction of a millisecond does not pass above the line that it drew', async () => {
    const { claim } = guarded({ capacity: 1 });
    expect(await claim('a', 1.0005)).toBe('fresh');
    expect(await claim('b', 2)).toBe('fresh');
    expect(await claim('a', 1.0005)).toBe('too-old');
  });

  test('of one claim, it remembers the last', async () => {
    const { claim } = guarded({ capacity: 1 });
    expect(await claim('a', 1)).toBe('fresh');
    expect(await claim('b', 2)).toBe('fresh');
    expect(await claim('b', 2)).toBe('seen');
    expect(await claim('a', 1)).toBe('too-old');
  });
});

describe('the bound is shared out by account', () => {
  test('one that floods narrows its own window, and nobody else has less', async () => {
    const { claim } = guarded({ capacity: 100 });
    const sites = Array.from({ length: 9 }, (_, i) => `site ${i}`);
    const tenOf = (account: string) =>
      Promise.all(Array.from({ length: 10 }, (_, i) => claim(`k${i}`, 10 + i, account)));
    for (const site of sites) expect(new Set(await tenOf(site))).toEqual(new Set(['fresh']));

    for (let i = 0; i < 10_000; i += 1) expect(await claim(`f${i}`, i / 100, 'flood')).toBe('fresh');

    for (const site of sites) {
      expect(new Set(await tenOf(site))).toEqual(new Set(['seen']));
    }
    // Its ten newest are remembered, as an equal share is ten.
    expect(await claim('f9990', 99.9, 'flood')).toBe('seen');
    expect(await claim('f9989', 99.89, 'flood')).toBe('too-old');
    // A seed that is older than all that a site ever claimed: its watermark did not move. One more than its share,
    // it is the first to go itself.
    expect(await claim('old', 0, 'site 0')).toBe('fresh');
  });

  test('2,000,000 claims of one account in 100,000: none passes twice, and the oldest of another passes', async () => {
    const { clock, claim } = guarded();
    const seconds = (i: number) => i / 10_000;
    for (let i = 0; i < 2_000_000; i += 1) {
      if (i % 10_000 === 0) clock.advance({ seconds: 1 });
      if ((await claim(`k${i}`, seconds(i))) !== 'fresh') throw new Error(`claim ${i} was not fresh`);
    }
    // 200 s have passed: every one of them could still be accepted.
    for (let i = 0; i < 2_000_000; i += 1) {
      if ((await claim(`k${i}`, seconds(i))) === 'fresh') throw new Error(`claim ${i} passed again`);
    }
    expect(await claim('oldest', -99.999, 'other')).toBe('fresh');
    expect(await claim('oldest', -99.999, 'other')).toBe('seen');
  }, 60_000);

  test('an account that had all of it gives up what is more than an equal share', async () => {
    const { claim } = guarded({ capacity: 10 });
    for (let i = 0; i < 10; i += 1) await claim(`k${i}`, i, 'first');
    for (let i = 0; i < 20; i += 1) expect(await claim(`k${i}`, i, 'second')).toBe('fresh');
    const remembered = async (account: string, count: number) => {
      const claims = await Promise.all(Array.from({ length: count }, (_, i) => claim(`k${i}`, i, account)));
      return claims.filter((one) => one === 'seen').length;
    };
    expect(await remembered('first', 10)).toBe(5);
    expect(await remembered('second', 20)).toBe(5);
  });

  test('more accounts than it has room for still claim each thing once', async () => {
    const { claim } = guarded({ capacity: 10 });
    const accounts = Array.from({ length: 1000 }, (_, i) => `site ${i}`);
    for (const account of accounts) expect(await claim('k', 0, account)).toBe('fresh');
    const again = await Promise.all(accounts.map((account) => claim('k', 0, account)));
    expect(again).not.toContain('fresh');
    for (const account of accounts) expect(await claim('next', 1, account)).toBe('fresh');
  });
});

describe('what can no longer be accepted', () => {
  test('is remembered to the last millisecond, and refused for its age from then on', async () => {
    const { clock, claim } = guarded();
    expect(await claim('a', 0)).toBe('fresh');
    clock.advance({ seconds: 300 });
    expect(await claim('a', 0)).toBe('seen');
    clock.advance({ seconds: 0.001 });
    expect(await claim('a', 0)).toBe('too-old');
  });

  test('stays refused when the clock steps back', async () => {
    const { clock, claim } = guarded();
    expect(await claim('a', 0)).toBe('fresh');
    clock.advance({ seconds: 3600 });
    // Any claim, of anyone, is an occasion to forget what has expired.
    expect(await claim('b', 3600, 'other')).toBe('fresh');
    clock.advance({ seconds: -3600 });
    expect(await claim('a', 0)).toBe('too-old');
    expect(await claim('c', 0)).toBe('too-old');
    // A newer seed is not shut out, nor is any of an account that forgot nothing.
    expect(await claim('d', 0.001)).toBe('fresh');
    expect(await claim('e', -299, 'third')).toBe('fresh');
  });

  test('a clock that stepped ahead with its clients, and back, re-opens nothing and shuts nobody out', async () => {
    const { clock, claim } = guarded({ capacity: 4 });
    expect(await claim('before', 0)).toBe('fresh');
    clock.advance({ seconds: 86_400 });
    for (const i of [0, 1, 2]) expect(await claim(`ahead ${i}`, 86_400 + i)).toBe('fresh');
    clock.advance({ seconds: -86_400 });
    expect(await claim('before', 0)).toBe('too-old');
    for (let i = 1; i < 20; i += 1) expect(await claim(`after ${i}`, i)).toBe('fresh');
    for (let i = 1; i < 20; i += 1) expect(await claim(`after ${i}`, i)).not.toBe('fresh');
    for (const i of [0, 1, 2]) expect(await claim(`ahead ${i}`, 86_400 + i)).toBe('seen');
  });

  test('makes room, whosever it is, before anything is given up that still counts', async () => {
    const { clock, claim } = guarded({ capacity: 100 });
    for (let i = 0; i < 90; i += 1) await claim('k', 0, `idle ${i}`);
    clock.advance({ seconds: 301 });
    // 90 claims of 90 accounts that never come back, and 100 that count.
    for (let i = 0; i < 100; i += 1) expect(await claim(`k${i}`, 301 + i / 1000)).toBe('fresh');
    for (let i = 0; i < 100; i += 1) expect(await claim(`k${i}`, 301 + i / 1000)).toBe('seen');
    // They are forgotten, and refused.
    for (let i = 0; i < 90; i += 1) expect(await claim('k', 0, `idle ${i}`)).toBe('too-old');
  });
});

describe('wrong configuration throws', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each([
    { options: { capacity: 0 }, message: /^capacity must be a whole number of claims, 1 to 10000000/ },
    { options: { capacity: -1 }, message: /^capacity/ },
    { options: { capacity: 1.5 }, message: /^capacity/ },
    { options: { capacity: Number.NaN }, message: /^capacity/ },
    { options: { capacity: Infinity }, message: /^capacity/ },
    { options: { capacity: 10_000_001 }, message: /^capacity/ },
    { options: { capacity: '100' as never }, message: /^capacity/ },
    { options: { rememberedSince: Number.NaN }, message: /^rememberedSince must be milliseconds/ },
    { options: { rememberedSince: Infinity }, message: /^rememberedSince/ },
    { options: { rememberedSince: START as never }, message: /^rememberedSince/ },
    { options: { clock: () => Number.NaN }, message: /^rememberedSince/ },
  ])('$options', ({ options, message }) => {
    expect(() => memoryReplayGuard(options)).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(message) }),
    );
  });

  test('in a worker of a cluster, which is one process of several', () => {
    vi.spyOn(cluster, 'isWorker', 'get').mockReturnValue(true);
    expect(() => memoryReplayGuard()).toThrow(
      /^memoryReplayGuard remembers in one process, and a cluster worker is one of several: use a guard they share/,
    );
    expect(() => memoryReplayGuard({ perProcess: true })).not.toThrow();
  });
});
