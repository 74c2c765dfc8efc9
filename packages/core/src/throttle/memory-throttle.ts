import type { Clock } from '../clock.ts';
import { checkOptionTypes } from '../verifier/option-types.ts';
import { boundedLimiter } from './bounded-limiter.ts';
import type { ThrottleStore } from './throttle-store.ts';

export interface MemoryThrottleOptions {
  /** How many accounts-and-addresses are counted at a time. Default 100,000; some 220 bytes each. */
  readonly pairCapacity?: number | undefined;
  /** How many addresses are counted at a time. Default 100,000; some 220 bytes each. */
  readonly addressCapacity?: number | undefined;
  readonly clock?: Clock | undefined;
}

const MAX_CAPACITY = 10_000_000;

/**
 * The counts of a throttle in the memory of this process: of several processes behind one address each counts for
 * itself, and a restart forgets. Bounded: when it is full, what has been asked for least recently is forgotten.
 *
 * @throws TypeError when an option is unusable.
 */
export function memoryThrottle(options: MemoryThrottleOptions = {}): ThrottleStore {
  const { pairCapacity = 100_000, addressCapacity = 100_000, clock = Date.now } = options;
  checkOptionTypes(options, { clock: 'function' });
  for (const [name, capacity] of Object.entries({ pairCapacity, addressCapacity })) {
    if (!Number.isInteger(capacity) || capacity < 1 || capacity > MAX_CAPACITY) {
      throw new TypeError(`${name} must be a whole number of counters, 1 to ${MAX_CAPACITY}, such as 100000`);
    }
  }
  return { pairs: boundedLimiter(pairCapacity, clock), addresses: boundedLimiter(addressCapacity, clock) };
}
