import { expect, test } from 'vitest';
import { type NewestChange, newestWithin } from './newest-within.ts';

interface Entry {
  readonly id: number;
  readonly text: string;
}

const entry = (id: number, length = 1): Entry => ({ id, text: 'x'.repeat(length) });
const idsOf = (entries: readonly Entry[]) => entries.map(({ id }) => id);

test('the newest come first, and no more than so many', () => {
  const newest = newestWithin<Entry>({ entries: 3, bytes: 1e6 });
  for (const id of [1, 2, 3, 4, 5]) newest.add(entry(id));
  expect(idsOf(newest.entries())).toEqual([5, 4, 3]);
  expect(newest.find(3)).toEqual(entry(3));
  expect(newest.find(2)).toBeUndefined();
});

test('large entries push out as many as they need, and small ones leave room for many', () => {
  const newest = newestWithin<Entry>({ entries: 1000, bytes: 4000 });
  for (let id = 1; id <= 100; id += 1) newest.add(entry(id, 100));
  const few = newest.entries().length;
  expect(few).toBeGreaterThan(10);
  expect(few).toBeLessThan(20);
  newest.add(entry(101, 1500));
  expect(newest.entries().length).toBeLessThan(few);
  for (let id = 102; id <= 300; id += 1) newest.add(entry(id));
  expect(newest.entries().length).toBeGreaterThan(few);
});

test('an entry that is too large by itself is not kept', () => {
  const newest = newestWithin<Entry>({ entries: 10, bytes: 1000 });
  newest.add(entry(1, 5000));
  expect(newest.entries()).toEqual([]);
  newest.add(entry(2));
  expect(idsOf(newest.entries())).toEqual([2]);
});

test('what was cleared takes no room', () => {
  const newest = newestWithin<Entry>({ entries: 10, bytes: 1000 });
  newest.add(entry(1, 400));
  newest.clear();
  newest.add(entry(2, 400));
  expect(idsOf(newest.entries())).toEqual([2]);
});

test('who listens is told of every change, until they stop', () => {
  const newest = newestWithin<Entry>({ entries: 10, bytes: 1000 });
  const told: NewestChange<Entry>[] = [];
  const stop = newest.subscribe((change) => told.push(change));
  newest.add(entry(1));
  newest.clear();
  stop();
  newest.add(entry(2));
  expect(told).toEqual([{ added: entry(1) }, 'cleared']);
});
