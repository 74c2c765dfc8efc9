import { expect, test } from 'vitest';
import { movableClock } from '../../../../test/support/movable-clock.ts';
import { type Answer, answers, RETRY_MILLISECONDS } from './answers.ts';

const HOUR = 3_600_000;

function remembering(max = 10) {
  const clock = movableClock('2026-01-02T03:04:05Z');
  const remembered = answers<number>(max, clock);
  const asked: (number | undefined)[] = [];
  let count = 0;
  const source = { fails: false, wait: Promise.resolve() };
  const ask = async (before: Answer<number> | undefined): Promise<Answer<number>> => {
    asked.push(before?.value);
    await source.wait;
    if (source.fails) throw new Error('no answer');
    return { value: ++count, thisUpdate: clock(), since: clock(), until: clock() + HOUR };
  };
  const get = async (key = 'a') => (await remembered.get(key, ask)).value;
  return { clock, asked, source, get };
}

/** Lets what was started in the background end. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('of any number at once, one asks', async () => {
  const { get, asked } = remembering();
  expect(await Promise.all(Array.from({ length: 100 }, () => get()))).toEqual(Array(100).fill(1));
  expect(asked).toHaveLength(1);
});

test('each key has an answer of its own', async () => {
  const { get } = remembering();
  expect([await get('a'), await get('b'), await get('a')]).toEqual([1, 2, 1]);
});

test('an answer is renewed from half of its time on, and nobody waits for it', async () => {
  const { get, asked, clock, source } = remembering();
  await get();
  clock.advance({ seconds: 1799 });
  expect(await get()).toBe(1);
  expect(asked).toHaveLength(1);

  clock.advance({ seconds: 1 });
  let open = () => {};
  source.wait = new Promise((resolve) => {
    open = resolve;
  });
  expect(await Promise.all([get(), get()])).toEqual([1, 1]);
  expect(asked).toEqual([undefined, 1]);
  open();
  await settled();
  expect(await get()).toBe(2);
  expect(asked).toHaveLength(2);
});

test('an answer that cannot be renewed is relied on until its end, and not beyond', async () => {
  const { get, asked, clock, source } = remembering();
  await get();
  source.fails = true;
  clock.advance({ seconds: 3599 });
  expect(await get()).toBe(1);
  await settled();
  expect(await get()).toBe(1);
  expect(asked).toHaveLength(2);
  clock.advance({ seconds: 1 });
  await expect(get()).rejects.toThrow('no answer');
});

test('after a failure nothing is asked again for a while', async () => {
  const { get, asked, clock, source } = remembering();
  source.fails = true;
  await expect(get()).rejects.toThrow('no answer');
  clock.advance({ seconds: RETRY_MILLISECONDS / 1000 - 1 });
  await expect(get()).rejects.toThrow('no answer');
  expect(asked).toHaveLength(1);
  source.fails = false;
  clock.advance({ seconds: 1 });
  expect(await get()).toBe(1);
});

test('a clock that was put back makes no answer last longer', async () => {
  const { get, asked, clock } = remembering();
  await get();
  clock.advance({ seconds: -1 });
  expect(await get()).toBe(2);
  expect(asked).toEqual([undefined, 1]);
});

test('no more are remembered than may be', async () => {
  const { get, asked } = remembering(2);
  for (const key of ['a', 'b', 'c', 'b', 'c', 'a']) await get(key);
  expect(asked).toHaveLength(4);
});
