import { describe, expect, test } from 'vitest';
import { movableClock } from '../../../test/support/movable-clock.ts';
import { memoryRevocationList } from './memory-revocation-list.ts';

const start = '2026-01-02T03:04:05Z';

describe('a memory revocation list', () => {
  test('knows what was revoked, and nothing else', async () => {
    const list = memoryRevocationList();
    expect(await list.isRevoked('a')).toBe(false);
    await list.revoke('a', Date.now() + 600_000);
    expect(await list.isRevoked('a')).toBe(true);
    expect(await list.isRevoked('b')).toBe(false);
    expect(await list.isRevoked('__proto__')).toBe(false);
  });

  test('full of revocations that still matter, it takes no other and forgets none', async () => {
    const clock = movableClock(start);
    const list = memoryRevocationList({ capacity: 3, clock });
    const until = clock() + 600_000;
    for (const id of ['a', 'b', 'c']) await list.revoke(id, until);
    clock.advance({ seconds: 600 });
    expect(() => list.revoke('d', clock() + 600_000)).toThrow(/full/);
    for (const id of ['a', 'b', 'c']) expect(await list.isRevoked(id)).toBe(true);
    expect(await list.isRevoked('d')).toBe(false);
    // One that is there already can still be revoked again.
    expect(() => list.revoke('a', until)).not.toThrow();
  });

  test('full, it drops those that have ended, and only those', async () => {
    const clock = movableClock(start);
    const list = memoryRevocationList({ capacity: 3, clock });
    await list.revoke('short', clock() + 60_000);
    await list.revoke('long', clock() + 600_000);
    await list.revoke('shorter', clock() + 1_000);
    clock.advance({ seconds: 300 });
    await list.revoke('new', clock() + 600_000);
    expect(await list.isRevoked('long')).toBe(true);
    expect(await list.isRevoked('new')).toBe(true);
    expect(await list.isRevoked('short')).toBe(false);
    expect(await list.isRevoked('shorter')).toBe(false);
  });

  test('what has ended is remembered as long as there is room: a clock that is set back re-opens nothing', async () => {
    const clock = movableClock(start);
    const list = memoryRevocationList({ clock });
    await list.revoke('a', clock() + 600_000);
    clock.advance({ seconds: 86_400 });
    await list.revoke('b', clock() + 600_000);
    clock.advance({ seconds: -86_400 });
    expect(await list.isRevoked('a')).toBe(true);
  });

  test('revoked twice, the later end counts', async () => {
    const clock = movableClock(start);
    const list = memoryRevocationList({ capacity: 2, clock });
    await list.revoke('a', clock() + 60_000);
    await list.revoke('a', clock() + 600_000);
    await list.revoke('a', clock() + 60_000);
    await list.revoke('b', clock() + 60_000);
    clock.advance({ seconds: 300 });
    await list.revoke('c', clock() + 60_000);
    expect(await list.isRevoked('a')).toBe(true);
    expect(await list.isRevoked('b')).toBe(false);
  });

  test('an end that has passed is remembered all the same', async () => {
    const list = memoryRevocationList({ clock: movableClock(start) });
    await list.revoke('a', 0);
    expect(await list.isRevoked('a')).toBe(true);
  });

  test('turns over more revocations than it holds, as they end', async () => {
    const clock = movableClock(start);
    const list = memoryRevocationList({ capacity: 1_400, clock });
    for (let i = 0; i < 20_000; i += 1) {
      await list.revoke(`token-${i}`, clock() + 600_000);
      clock.advance({ seconds: 0.5 });
      expect(await list.isRevoked(`token-${Math.max(0, i - 1_199)}`)).toBe(true);
    }
  });

  test.each([
    { id: '', until: 1 },
    { id: undefined as never, until: 1 },
    { id: 'a', until: Number.NaN },
    { id: 'a', until: Number.POSITIVE_INFINITY },
  ])('revoking $id until $until is a mistake', ({ id, until }) => {
    expect(() => memoryRevocationList().revoke(id, until)).toThrow(TypeError);
  });

  test.each([0, -1, 1.5, Number.NaN])('a capacity of %s is refused', (capacity) => {
    expect(() => memoryRevocationList({ capacity })).toThrow(/capacity must be/);
  });

  test('a clock that is no function is refused', () => {
    expect(() => memoryRevocationList({ clock: 0 as never })).toThrow(/clock must be a function/);
  });
});
