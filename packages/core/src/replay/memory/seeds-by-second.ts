/** The seconds in which an account has seeds, lowest first: numbers of records, 0 for none. */
export interface Seconds {
  lowest: number;
  latest: number;
}

export interface LowestSeed {
  /** The entry that was taken out. */
  readonly entry: number;
  /** The highest seed of its second, rounded up to a millisecond: at or above that of the entry. */
  readonly highestSeed: number;
}

/** Orders the entries of every account by the second of their seeds, in typed arrays: 4 to 22 bytes an entry. */
export interface SeedsBySecond {
  /** Whether a seed lies near enough to the start: within 68 years. */
  covers(seed: number): boolean;
  /** @param seed milliseconds since the epoch, one that is covered */
  add(seconds: Seconds, entry: number, seed: number): void;
  /** Takes an entry out of the lowest second, the one that came first. There must be one. */
  takeLowest(seconds: Seconds): LowestSeed;
  /** The highest seed of the lowest second, rounded up to a millisecond; `Infinity` where there is none. */
  highestOfLowest(seconds: Seconds): number;
}

const SECOND = 1000;
const HALF_RANGE = 2 ** 31;

/**
 * @param capacity how many entries there can be at one time, of all accounts
 * @param now milliseconds since the epoch
 */
export function seedsBySecond(capacity: number, now: number): SeedsBySecond {
  const firstSecond = Math.floor(now / SECOND) - HALF_RANGE;

  /** By entry: the next one of the same second, in the order in which they came, and after the last the first. */
  const nextInSecond = new Uint32Array(capacity + 1);

  // By record, one for each second of each account: at worst as many as there are entries.
  const secondOf = new Uint32Array(capacity + 1);
  const lastEntry = new Uint32Array(capacity + 1);
  const highest = new Uint16Array(capacity + 1);
  const earlier = new Uint32Array(capacity + 1);
  const later = new Uint32Array(capacity + 1);
  let free = 0;
  let everUsed = 0;

  /** Counted from the first that has a number. */
  function secondAt(seed: number): number {
    return Math.floor(seed / SECOND) - firstSecond;
  }

  function startOf(record: number): number {
    return ((secondOf[record] ?? 0) + firstSecond) * SECOND;
  }

  function highestIn(record: number): number {
    return startOf(record) + (highest[record] ?? 0);
  }

  /** The account's record of a second. Looked for from the latest on: seeds come nearly in order. */
  function recordOf(seconds: Seconds, second: number): number {
    let before = seconds.latest;
    while (before !== 0 && (secondOf[before] ?? 0) > second) before = earlier[before] ?? 0;
    return before !== 0 && secondOf[before] === second ? before : insertAfter(seconds, before, second);
  }

  function insertAfter(seconds: Seconds, before: number, second: number): number {
    const record = takeFree();
    const after = before === 0 ? seconds.lowest : (later[before] ?? 0);
    secondOf[record] = second;
    highest[record] = 0;
    lastEntry[record] = 0;
    earlier[record] = before;
    later[record] = after;
    if (before === 0) seconds.lowest = record;
    else later[before] = record;
    if (after === 0) seconds.latest = record;
    else earlier[after] = record;
    return record;
  }

  function takeFree(): number {
    if (free === 0) {
      everUsed += 1;
      return everUsed;
    }
    const record = free;
    free = later[record] ?? 0;
    return record;
  }

  function dropLowest(seconds: Seconds): void {
    const record = seconds.lowest;
    const after = later[record] ?? 0;
    seconds.lowest = after;
    if (after === 0) seconds.latest = 0;
    else earlier[after] = 0;
    later[record] = free;
    free = record;
  }

  return {
    covers: (seed) => secondAt(seed) >= 0 && secondAt(seed) < 2 * HALF_RANGE,

    add(seconds, entry, seed) {
      const record = recordOf(seconds, secondAt(seed));
      const last = lastEntry[record] ?? 0;
      nextInSecond[entry] = last === 0 ? entry : (nextInSecond[last] ?? 0);
      if (last !== 0) nextInSecond[last] = entry;
      lastEntry[record] = entry;
      highest[record] = Math.max(highest[record] ?? 0, Math.ceil(seed - startOf(record)));
    },

    takeLowest(seconds) {
      const record = seconds.lowest;
      const last = lastEntry[record] ?? 0;
      const entry = nextInSecond[last] ?? 0;
      const highestSeed = highestIn(record);
      nextInSecond[last] = nextInSecond[entry] ?? 0;
      if (entry === last) dropLowest(seconds);
      return { entry, highestSeed };
    },

    highestOfLowest: ({ lowest }) => (lowest === 0 ? Infinity : highestIn(lowest)),
  };
}
