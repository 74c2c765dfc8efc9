import { LRUCache } from 'lru-cache';
import type { Clock } from './clock.ts';
import type { ReplayGuard } from './replay-guard.ts';

export interface MemoryReplayGuardOptions {
  /** How many claims are remembered in all. Default 100,000. */
  readonly capacity?: number | undefined;
  readonly clock?: Clock | undefined;
  /**
   * Milliseconds since the epoch from which on this guard knows what was used. Seeds from before it are
   * `too-old`. Default: the second in which the guard was built, because what was used before a restart
   * is not remembered after it.
   */
  readonly rememberedSince?: number | undefined;
}

interface Remembered {
  readonly seed: number;
  readonly acceptableUntil: number;
}

interface AccountMemory {
  /** Least recently claimed first to go. */
  readonly claims: LRUCache<string, Remembered>;
  /** Every seed at or before it is refused: it may have been used and forgotten. */
  watermark: number;
}

// Expired claims of an account that are dropped at each of its claims: more than one, so that they run out.
const EXPIRED_DROPPED_A_CLAIM = 4;

/**
 * A replay guard in the memory of this process: two processes behind one address each accept a request once.
 *
 * Bounded, and it never forgets what could still be accepted: dropping a claim raises its account's watermark.
 * When it is full, the account with the most claims gives up its oldest, so an account that floods narrows its
 * own window and nobody else's.
 *
 * @throws TypeError when an option is unusable.
 */
export function memoryReplayGuard(options: MemoryReplayGuardOptions = {}): ReplayGuard {
  const { capacity = 100_000, clock = Date.now } = options;
  const { rememberedSince = Math.floor(clock() / 1000) * 1000 } = options;
  if (!Number.isSafeInteger(capacity) || capacity < 1) {
    throw new TypeError('capacity must be a whole number of claims, 1 or more, such as 100000');
  }
  if (!Number.isFinite(rememberedSince)) {
    throw new TypeError('rememberedSince must be milliseconds since the epoch');
  }

  const accounts = new Map<string, AccountMemory>();
  const bySize = accountsBySize<AccountMemory>();
  let total = 0;

  function memoryOf(account: string): AccountMemory {
    const known = accounts.get(account);
    if (known) return known;
    const memory: AccountMemory = {
      claims: new LRUCache({ maxSize: capacity + 1, sizeCalculation: () => 1 }),
      watermark: rememberedSince - 1,
    };
    accounts.set(account, memory);
    return memory;
  }

  function dropOldest(memory: AccountMemory): void {
    const dropped = memory.claims.pop();
    if (!dropped) return;
    total -= 1;
    bySize.moved(memory, memory.claims.size + 1, memory.claims.size);
    memory.watermark = Math.max(memory.watermark, dropped.seed);
  }

  function dropExpired(memory: AccountMemory): void {
    for (let i = 0; i < EXPIRED_DROPPED_A_CLAIM; i += 1) {
      const oldest = memory.claims.rvalues().next().value;
      if (!oldest || oldest.acceptableUntil >= clock()) return;
      dropOldest(memory);
    }
  }

  return {
    async claim(key, acceptableUntil, { account, seed }) {
      const memory = memoryOf(account);
      dropExpired(memory);
      if (memory.claims.has(key)) return 'seen';
      if (seed <= memory.watermark) return 'too-old';
      memory.claims.set(key, { seed, acceptableUntil });
      total += 1;
      bySize.moved(memory, memory.claims.size - 1, memory.claims.size);
      const largest = total > capacity ? bySize.largest() : undefined;
      if (largest) dropOldest(largest);
      return 'fresh';
    },
  };
}

/** Finds the account with the most claims in one step: sizes change by one, so the largest does too. */
function accountsBySize<T>() {
  const sizes = new Map<number, Set<T>>();
  let largestSize = 0;
  return {
    moved(item: T, from: number, to: number): void {
      const left = sizes.get(from);
      left?.delete(item);
      if (left?.size === 0) sizes.delete(from);
      const joined = sizes.get(to) ?? new Set();
      if (to > 0) sizes.set(to, joined.add(item));
      largestSize = Math.max(largestSize, to);
      while (largestSize > 0 && !sizes.has(largestSize)) largestSize -= 1;
    },
    largest(): T | undefined {
      return sizes.get(largestSize)?.values().next().value;
    },
  };
}
