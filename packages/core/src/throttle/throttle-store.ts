/** Where a throttle keeps its counts: two counters, so that a flood of the one cannot push out what the other holds. */
export interface ThrottleStore {
  /** By account and address. */
  readonly pairs: FailureCounter;
  /** By address. */
  readonly addresses: FailureCounter;
}

/**
 * Counts failures under a key, in a window that begins with the first of them and is not prolonged by the others.
 * In the terms of rate-limiter-flexible: each of its limiters is such a counter, whatever its own `points` are.
 *
 * A method that cannot answer rejects, and the verdict is `unavailable`. A counter that cannot count at the moment
 * (a full or read-only server) rejects `get` as well: else guesses would go on while nothing is counted.
 */
export interface FailureCounter {
  /** What is counted under this key in the window that is running. `null`: nothing. */
  get(key: string): Promise<CountedFailures | null>;
  /**
   * One atomic step: counts `points` more, and says how many there are.
   * @param window seconds, a whole number; for a key that has none running
   */
  penalty(key: string, points: number, window: { readonly customDuration: number }): Promise<CountedFailures>;
  /** Forgets the key. */
  delete(key: string): Promise<unknown>;
}

export interface CountedFailures {
  readonly consumedPoints: number;
  /** Milliseconds until the window ends. */
  readonly msBeforeNext: number;
}
