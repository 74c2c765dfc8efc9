import { memoryReplayGuard } from '@countersign/core';
import { LRUCache } from 'lru-cache';
import { bytesInUse } from '../measure/garbage.ts';
import type { Contestant, RowMaker } from '../measure/row.ts';
import { newKeys } from '../stores/new-keys.ts';

const WINDOW_MS = 300_000;

/** Claims with as many alive as are named: for each that comes one expires, or makes room. */
export const replayMemory: RowMaker = {
  id: 'replay-memory',
  async *rows(size) {
    for (const alive of size === 'full' ? [10_000, 1_000_000, 10_000_000] : [10_000]) {
      const operations = size === 'full' ? 10_000 : 5_000;
      const ours = guard(alive);
      const contestants = [lruCache(alive), ours] as const;
      for (const { before, once } of contestants) {
        for (let filled = 0; filled < alive; filled += operations) {
          before(operations);
          for (let index = 0; index < operations; index += 1) await once(index);
        }
      }
      yield {
        name: `memory guard, ${alive.toLocaleString('en')} alive`,
        operations,
        contestants,
        facts: async () => [
          await bytesEach('lru-cache', lruCache, alive),
          await bytesEach('guard', guard, alive),
        ],
      };
      // Beside another, each finds its memory out of the processor's cache.
      yield {
        name: `memory guard, ${alive.toLocaleString('en')} alive, by itself`,
        operations,
        contestants: [ours],
      };
    }
  },
};

type Claimant = Contestant & Required<Pick<Contestant, 'before'>>;

function lruCache(alive: number): Claimant {
  const used = new LRUCache<string, true>({ max: alive });
  const keys = newKeys();
  return {
    name: 'lru-cache, the digest as text',
    before: keys.renew,
    once(index) {
      const key = keys.at(index);
      if (used.has(key)) throw new Error('a new key was there');
      used.set(key, true);
    },
  };
}

function guard(alive: number): Claimant {
  let now = Date.now();
  // So that those of one window are as many as are to be alive.
  const step = WINDOW_MS / alive;
  const replay = memoryReplayGuard({
    capacity: Math.min(10_000_000, alive + 10_000),
    clock: () => now,
    rememberedSince: 0,
  });
  const keys = newKeys();
  return {
    name: 'memoryReplayGuard',
    before: keys.renew,
    once(index) {
      now += step;
      return replay.claim(keys.at(index), now + WINDOW_MS, { account: 'site', seed: now });
    },
    check(claim) {
      if (claim !== 'fresh') throw new Error(`a new key was ${String(claim)}`);
    },
  };
}

async function bytesEach(name: string, make: (alive: number) => Claimant, alive: number): Promise<string> {
  const before = bytesInUse();
  const { before: renew, once } = make(alive);
  for (let filled = 0; filled < alive; ) {
    const count = Math.min(10_000, alive - filled);
    renew(count);
    for (let index = 0; index < count; index += 1) await once(index);
    filled += count;
  }
  renew(0);
  const bytes = (bytesInUse() - before) / alive;
  // It is still held here.
  await once(0);
  return `${name}: ${bytes.toFixed(1)} bytes a claim`;
}
