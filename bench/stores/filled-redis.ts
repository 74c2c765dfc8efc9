import { hash } from 'node:crypto';
import type { ReplayGuard } from '@countersign/core';
import type { Redis } from 'ioredis';

export const ACCOUNT = 'site';
export const WINDOW_MS = 300_000;
/** For so long a claim is kept: the window, and the ten minutes by which clocks may be apart. */
const KEPT_MS = 900_000;
const SOON_MS = 10_000;
const AT_ONCE = 1_000;

const FILL = "for i, key in ipairs(KEYS) do redis.call('SET', key, '1', 'PX', ARGV[i]) end";

/**
 * Puts so many claims into Redis, and gives the bytes that each takes there. They expire one after the other, the last
 * tenth of them within ten seconds: Redis is at it while it is asked.
 *
 * They are written many at once, and are what the guard itself writes: it must have seen them.
 */
export async function fillRedis(redis: Redis, guard: ReplayGuard, alive: number): Promise<number> {
  const before = await usedMemory(redis);
  for (let filled = 0; filled < alive; filled += AT_ONCE) {
    const indices = Array.from({ length: Math.min(AT_ONCE, alive - filled) }, (_, index) => filled + index);
    const names = indices.map((index) => nameOf(keyOf(index)));
    const lifetimes = indices.map((index) => lifetimeOf(index, alive));
    await redis.eval(FILL, names.length, ...names, ...lifetimes);
  }
  const bytes = ((await usedMemory(redis)) - before) / (await redis.dbsize());

  const now = Date.now();
  for (const index of [Math.floor(alive / 4), Math.floor(alive / 2)]) {
    const claim = await guard.claim(keyOf(index), now + WINDOW_MS, { account: ACCOUNT, seed: now });
    if (claim !== 'seen') throw new Error('the guard does not know what was written for it');
  }
  return bytes;
}

async function usedMemory(redis: Redis): Promise<number> {
  return Number(/^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1]);
}

function lifetimeOf(index: number, alive: number): number {
  const lasting = alive * 0.9;
  return index < lasting
    ? Math.ceil(KEPT_MS * ((index + 1) / lasting))
    : Math.ceil(SOON_MS * ((index + 1 - lasting) / (alive - lasting)));
}

const keyOf = (index: number) => `key ${index}`;

function nameOf(key: string): string {
  const digest = hash('sha256', `${ACCOUNT.length}:${ACCOUNT}${key}`, 'base64url');
  return `countersign:used:${digest.slice(0, 22)}`;
}
