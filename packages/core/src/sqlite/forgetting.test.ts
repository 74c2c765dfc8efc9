import { statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { guarded, numberFrom, otherConnection } from '../../../../test/support/sqlite-guard.ts';

const rows = 'SELECT count(*) FROM countersign_claim';

describe('what can no longer be accepted', () => {
  test.each([
    { clockSkewSeconds: undefined, keptSeconds: 900 },
    { clockSkewSeconds: 0, keptSeconds: 300 },
    { clockSkewSeconds: 3600, keptSeconds: 3900 },
  ])(
    'is kept for $keptSeconds s with a skew of $clockSkewSeconds s, and refused for its age from then on',
    async ({ clockSkewSeconds, keptSeconds }) => {
      const { path, clock, claim } = guarded({ clockSkewSeconds });
      const db = otherConnection(path);
      expect(await claim('a', 0)).toBe('fresh');
      clock.advance({ seconds: keptSeconds });
      expect(await claim('a', 0)).toBe('seen');
      expect(numberFrom(db, rows)).toBe(1);
      clock.advance({ seconds: 0.001 });
      expect(await claim('a', 0)).toBe('too-old');
      expect(numberFrom(db, rows)).toBe(0);
    },
  );

  test('stays refused when the clock steps back, and nobody else is shut out', async () => {
    const { clock, claim } = guarded();
    expect(await claim('a', 0)).toBe('fresh');
    clock.advance({ seconds: 3600 });
    // Any claim, of anyone, is an occasion to forget what has expired.
    expect(await claim('b', 3600, 'other')).toBe('fresh');
    clock.advance({ seconds: -3600 });
    expect(await claim('a', 0)).toBe('too-old');
    expect(await claim('c', 0)).toBe('too-old');
    expect(await claim('d', 0.001)).toBe('fresh');
    expect(await claim('e', -299, 'third')).toBe('fresh');
  });

  test('stays refused in every process, whichever of them forgot it', async () => {
    const { path, clock, claim } = guarded();
    const { claim: behind } = guarded({ path });
    expect(await behind('a', 0)).toBe('fresh');
    // An hour ahead of the other: further apart than any skew that is allowed for.
    clock.advance({ seconds: 3600 });
    expect(await claim('b', 3600)).toBe('fresh');
    expect(await behind('a', 0)).toBe('too-old');
    expect(await behind('c', 0.001)).toBe('fresh');
  });

  test('a horizon once raised is never lowered', async () => {
    const { clock, claim } = guarded();
    for (const seconds of [200, 100, 0]) expect(await claim(`a${seconds}`, seconds)).toBe('fresh');
    // The first to expire has the lowest seed; the highest of the dropped counts.
    for (const seconds of [3600, 0.001]) clock.advance({ seconds });
    expect(await claim('b', 3600)).toBe('fresh');
    clock.advance({ seconds: -3600 });
    expect(await claim('c', 200)).toBe('too-old');
    expect(await claim('d', 200.001)).toBe('fresh');
    clock.advance({ seconds: 1200 });
    expect(await claim('e', 1200)).toBe('fresh');
    clock.advance({ seconds: -1200 });
    expect(await claim('f', 200)).toBe('too-old');
  });

  test('is dropped a few at a time, however much there is of it', async () => {
    const { path, clock, claim } = guarded();
    const db = otherConnection(path);
    await Promise.all(Array.from({ length: 5000 }, (_, i) => claim(`k${i}`, i / 1000)));
    clock.advance({ seconds: 3600 });
    let before = numberFrom(db, rows);
    for (let i = 0; i < 100; i += 1) {
      expect(await claim(`later ${i}`, 3600)).toBe('fresh');
      const after = numberFrom(db, rows);
      // Four, and four more where the end of the table is reached; one comes in.
      expect(before - after).toBeLessThanOrEqual(7);
      before = after;
    }
    expect(before).toBeLessThan(5000);
    // None of those that are gone can be used again, nor any of those that are not.
    const again = await Promise.all(Array.from({ length: 5000 }, (_, i) => claim(`k${i}`, i / 1000)));
    expect(again).not.toContain('fresh');
    expect(again).toContain('too-old');
  });
});

test('the file grows to what is claimed within the time it is kept, and no further', async () => {
  const { path, clock, claim } = guarded();
  const db = otherConnection(path);
  const pages: number[] = [];
  const CLAIMS_A_SECOND = 4;
  // A quarter of the time that a claim is kept, twenty times over.
  for (let quarter = 0; quarter < 20; quarter += 1) {
    for (let second = 0; second < 225; second += 1) {
      const now = quarter * 225 + second;
      const claims = Array.from({ length: CLAIMS_A_SECOND }, (_, i) => claim(`${now} ${i}`, now));
      expect(new Set(await Promise.all(claims))).toEqual(new Set(['fresh']));
      clock.advance({ seconds: 1 });
    }
    pages.push(numberFrom(db, 'PRAGMA page_count'));
    // The log is brought home on the way: 4,000 pages of a kilobyte, and what one transaction adds.
    expect(statSync(`${path}-wal`).size).toBeLessThan(5_000_000);
  }
  const kept = 900 * CLAIMS_A_SECOND;
  expect(numberFrom(db, rows)).toBeGreaterThanOrEqual(kept);
  expect(numberFrom(db, rows)).toBeLessThan(kept * 1.5);
  // What is dropped makes room for what comes.
  const [settled = 0] = pages.slice(7);
  expect(pages.at(-1)).toBeLessThan(settled * 1.1);
});
