import type { Clock } from '../../clock.ts';
import { checkOptionTypes } from '../../verifier/option-types.ts';
import type { ReplayGuard } from '../replay-guard.ts';
import { claimHasher } from './claim-hash.ts';
import { claimTable } from './claim-table.ts';
import { fullestFirst, type Holder } from './fullest-first.ts';
import { oneOfSeveralProcesses } from './one-of-several-processes.ts';
import { type Seconds, seedsBySecond } from './seeds-by-second.ts';

export interface MemoryReplayGuardOptions {
  /** How many claims are remembered in all. Default 100,000, at most 10,000,000; about 46 bytes each. */
  readonly capacity?: number | undefined;
  readonly clock?: Clock | undefined;
  /**
   * Milliseconds since the epoch from which on this guard knows what was used. Seeds from before it are
   * `too-old`. Default: the second in which the guard was built, because what was used before a restart
   * is not remembered after it.
   */
  readonly rememberedSince?: number | undefined;
  /**
   * Says that it is understood that every process remembers by itself, as in a worker of `node:cluster`, where the
   * same request is accepted once by each. Default false: the guard is not built there.
   */
  readonly perProcess?: boolean | undefined;
}

interface AccountMemory extends Holder, Seconds {
  /** Every seed at or before it is refused: it may have been used and forgotten. */
  watermark: number;
  /** Milliseconds from a seed to the end of its being acceptable: the longest that was claimed. */
  lifetime: number;
}

const MAX_CAPACITY = 10_000_000;

// At each claim, of its own account and of others in turn: more than one, so that they run out, whosever they are.
const EXPIRED_DROPPED_A_CLAIM = 4;
const ACCOUNTS_VISITED_A_CLAIM = 4;

/**
 * A replay guard in the memory of this process: two processes behind one address each accept a request once.
 *
 * Bounded, and it never forgets what could still be accepted: dropping a claim raises its account's watermark to the
 * highest seed of the dropped one's second. When it is full, the account with the most claims gives up one of its
 * lowest second, so an account that floods narrows its own window, and nobody's who holds less than an equal share.
 * Beside the claims, a watermark is kept for each account that ever had one.
 *
 * Memory is set aside for the whole capacity at once, and nothing is ever moved or swept: no claim waits for another.
 *
 * What it cannot know after a restart: which seeds that lie ahead of this machine's clock were used before it.
 *
 * @throws TypeError when an option is unusable, and where this is one process of several, unless `perProcess` is set.
 */
export function memoryReplayGuard(options: MemoryReplayGuardOptions = {}): ReplayGuard {
  checkOptionTypes(options, { clock: 'function', perProcess: 'boolean' });
  const { capacity = 100_000, clock = Date.now, perProcess = false } = options;
  const { rememberedSince = Math.floor(clock() / 1000) * 1000 } = options;
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > MAX_CAPACITY) {
    throw new TypeError(`capacity must be a whole number of claims, 1 to ${MAX_CAPACITY}, such as 100000`);
  }
  if (!Number.isFinite(rememberedSince)) {
    throw new TypeError('rememberedSince must be milliseconds since the epoch');
  }
  const several = perProcess ? undefined : oneOfSeveralProcesses();
  if (several) {
    throw new TypeError(
      `memoryReplayGuard remembers in one process, and ${several}: use a guard they share, such as ` +
        'sqliteReplayGuard, or set perProcess: true if it is understood that each accepts a request once',
    );
  }

  const hashOf = claimHasher();
  // One more than stays is there for a moment.
  const table = claimTable(capacity + 1);
  const seeds = seedsBySecond(capacity + 1, clock());
  const accounts = new Map<string, AccountMemory>();
  const inTurn: AccountMemory[] = [];
  const bySize = fullestFirst<AccountMemory>();
  let turn = 0;
  let total = 0;

  function memoryOf(account: string): AccountMemory {
    const known = accounts.get(account);
    if (known) return known;
    const memory = { size: 0, place: 0, lowest: 0, latest: 0, watermark: -Infinity, lifetime: 0 };
    accounts.set(account, memory);
    inTurn.push(memory);
    bySize.enter(memory);
    return memory;
  }

  function dropLowest(memory: AccountMemory): void {
    const { entry, highestSeed } = seeds.takeLowest(memory);
    memory.watermark = Math.max(memory.watermark, highestSeed);
    table.remove(entry);
    bySize.resize(memory, -1);
    total -= 1;
  }

  /** Whether it may have more that has expired. */
  function dropExpired(memory: AccountMemory, now: number): boolean {
    for (let dropped = 0; dropped < EXPIRED_DROPPED_A_CLAIM; dropped += 1) {
      if (seeds.highestOfLowest(memory) + memory.lifetime >= now) return false;
      dropLowest(memory);
    }
    return true;
  }

  /** An account that is not heard of any more gives up what has expired, too: each in its turn, until it has none. */
  function dropExpiredInTurn(now: number): void {
    for (let visited = 0; visited < ACCOUNTS_VISITED_A_CLAIM; visited += 1) {
      const memory = inTurn[turn];
      if (memory && dropExpired(memory, now)) return;
      turn = turn + 1 < inTurn.length ? turn + 1 : 0;
    }
  }

  return {
    async claim(key, acceptableUntil, { account, seed }) {
      // No comparison holds for NaN: as a watermark it would let everything pass.
      if (!Number.isFinite(seed) || !Number.isFinite(acceptableUntil)) {
        throw new TypeError('seed and acceptableUntil must be milliseconds since the epoch');
      }
      if (!seeds.covers(seed)) throw new TypeError('seed must lie within 68 years of the start of the guard');
      const now = clock();
      dropExpiredInTurn(now);
      const memory = memoryOf(account);
      dropExpired(memory, now);
      const hash = hashOf(account, key);
      if (table.find(hash) !== 0) return 'seen';
      if (seed < rememberedSince || seed <= memory.watermark) return 'too-old';
      seeds.add(memory, table.add(hash), seed);
      memory.lifetime = Math.max(memory.lifetime, acceptableUntil - seed);
      bySize.resize(memory, 1);
      total += 1;
      const fullest = total > capacity ? bySize.fullest() : undefined;
      if (fullest) dropLowest(fullest);
      return 'fresh';
    },
  };
}
