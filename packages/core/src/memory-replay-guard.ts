import cluster from 'node:cluster';
import FlatQueue from 'flatqueue';
import { LRUCache } from 'lru-cache';
import type { Clock } from './clock.ts';
import { fullestFirst, type Holder } from './fullest-first.ts';
import type { ReplayGuard } from './replay-guard.ts';

export interface MemoryReplayGuardOptions {
  /** How many claims are remembered in all. Default 100,000, at most 10,000,000. */
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
  readonly memory: AccountMemory;
  readonly acceptableUntil: number;
}

interface AccountMemory extends Holder {
  /** What is remembered of the account, the lowest seed first. */
  readonly claims: FlatQueue<string>;
  /** Every seed at or before it is refused: it may have been used and forgotten. */
  watermark: number;
}

const MAX_CAPACITY = 10_000_000;

/**
 * A replay guard in the memory of this process: two processes behind one address each accept a request once.
 *
 * Bounded, and it never forgets what could still be accepted: dropping a claim raises its account's watermark.
 * When it is full, the account with the most claims gives up the one with the lowest seed, so an account that
 * floods narrows its own window, and nobody's who holds less than an equal share. Beside the claims, a watermark
 * is kept for each account that ever had one.
 *
 * What it cannot know after a restart: which seeds that lie ahead of this machine's clock were used before it.
 *
 * @throws TypeError when an option is unusable, and in a worker of `node:cluster`, which is one process of several.
 */
export function memoryReplayGuard(options: MemoryReplayGuardOptions = {}): ReplayGuard {
  const { capacity = 100_000, clock = Date.now } = options;
  const { rememberedSince = Math.floor(clock() / 1000) * 1000 } = options;
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > MAX_CAPACITY) {
    throw new TypeError(`capacity must be a whole number of claims, 1 to ${MAX_CAPACITY}, such as 100000`);
  }
  if (!Number.isFinite(rememberedSince)) {
    throw new TypeError('rememberedSince must be milliseconds since the epoch');
  }
  if (cluster.isWorker) {
    throw new TypeError(
      'memoryReplayGuard remembers in one process, and a cluster worker is one of several: use a guard they share',
    );
  }

  const accounts = new Map<string, AccountMemory>();
  const bySize = fullestFirst<AccountMemory>();
  // In the order of claiming: never read in a way that would move one up. One more than stays is there for a moment.
  const claims = new LRUCache<string, Remembered>({ max: capacity + 1 });

  function memoryOf(account: string): AccountMemory {
    const known = accounts.get(account);
    if (known) return known;
    const memory = { claims: new FlatQueue<string>(), watermark: -Infinity, size: 0, place: 0 };
    accounts.set(account, memory);
    bySize.enter(memory);
    return memory;
  }

  function dropLowest(memory: AccountMemory): void {
    memory.watermark = Math.max(memory.watermark, memory.claims.peekValue() ?? -Infinity);
    claims.delete(memory.claims.pop() ?? '');
    // Without it the queue would hold on to what it gave out.
    memory.claims.shrink();
    bySize.resize(memory, -1);
  }

  /** One for each that comes: what has expired, whosever it is, never crowds out what still counts. */
  function dropExpired(): void {
    const oldest = claims.rvalues().next().value;
    // Of its account the lowest seed goes: this one, or one that is older still.
    if (oldest && oldest.acceptableUntil < clock()) dropLowest(oldest.memory);
  }

  return {
    async claim(key, acceptableUntil, { account, seed }) {
      // No comparison holds for NaN: as a watermark it would let everything pass.
      if (!Number.isFinite(seed) || !Number.isFinite(acceptableUntil)) {
        throw new TypeError('seed and acceptableUntil must be milliseconds since the epoch');
      }
      dropExpired();
      const memory = memoryOf(account);
      // The length keeps account and key apart, whatever characters they hold.
      const id = `${account.length}:${account}${key}`;
      if (claims.has(id)) return 'seen';
      if (seed < rememberedSince || seed <= memory.watermark) return 'too-old';
      claims.set(id, { memory, acceptableUntil });
      memory.claims.push(id, seed);
      bySize.resize(memory, 1);
      const fullest = claims.size > capacity ? bySize.fullest() : undefined;
      if (fullest) dropLowest(fullest);
      return 'fresh';
    },
  };
}
