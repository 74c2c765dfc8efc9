import { memoryThrottle, type ThrottleOptions, throttle } from '@countersign/core';
import { type Guess, guess, guessable } from './guessable.ts';
import { movableClock } from './movable-clock.ts';

/** A throttle of three failures of one account from one address and five from one address, within a minute. */
export function throttled(options: ThrottleOptions = {}) {
  const clock = movableClock('2026-01-02T03:04:05Z');
  const verifier = guessable();
  const limits = { failuresPerPair: 3, failuresPerAddress: 5, windowSeconds: 60 };
  const store = memoryThrottle({ pairCapacity: 1000, addressCapacity: 1000, clock });
  const guarded = throttle(verifier, { ...limits, store, ...options });

  async function say(a: Guess = {}): Promise<string> {
    const verdict = await guarded.verify(guess(a));
    return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
  }

  /** One after the other. */
  async function sayAll(guesses: readonly Guess[]): Promise<string[]> {
    const said: string[] = [];
    for (const a of guesses) said.push(await say(a));
    return said;
  }

  return { clock, verifier, guarded, say, sayAll };
}

/** So many of one thing; of wrong guesses, where nothing else is said. */
export function times(count: number): Guess[];
export function times<T>(count: number, item: T): T[];
export function times(count: number, item: unknown = {}): unknown[] {
  return Array.from({ length: count }, () => item);
}

/** Wrong guesses at so many accounts. */
export function accounts(count: number, from?: string): Guess[] {
  return Array.from({ length: count }, (_, i) => ({ account: `made-up-${i}`, ...(from && { from }) }));
}

export const right: Guess = { secret: 'right' };
