import type { Clock } from '@countersign/core';
import { LRUCache } from 'lru-cache';

export interface Answer<T> {
  readonly value: T;
  /** When this was known to be so, in milliseconds since the epoch. */
  readonly thisUpdate: number;
  /** When it was fetched, in milliseconds since the epoch. */
  readonly since: number;
  /** How long it may be relied on, in milliseconds since the epoch. */
  readonly until: number;
}

export interface Answers<T> {
  /**
   * The answer that is remembered, while it may be relied on; else the one that is asked for. However many callers
   * there are, one asks. From half of its time on an answer is renewed in the background, when somebody wants it.
   * @param ask given what was known before, in force or not
   */
  get(
    key: string,
    ask: (before: Answer<T> | undefined) => Promise<Answer<T>>,
  ): Answer<T> | Promise<Answer<T>>;
}

interface Entry<T> {
  answer?: Answer<T>;
  flight?: Promise<Answer<T>> | undefined;
  failure?: { readonly cause: unknown; readonly at: number } | undefined;
}

/** After a failure nothing is asked again for so long: a source that is silent delays one request, not each. */
export const RETRY_MILLISECONDS = 5000;

/** @param max answers remembered: whichever were not wanted for longest are forgotten */
export function answers<T>(max: number, clock: Clock): Answers<T> {
  const entries = new LRUCache<string, Entry<T>>({ max });

  return {
    get(key, ask) {
      const entry = entries.get(key) ?? {};
      const now = clock();
      const { answer, failure } = entry;
      const justFailed = failure && Math.abs(now - failure.at) < RETRY_MILLISECONDS;
      if (answer && answer.since <= now && now < answer.until) {
        const half = (answer.since + answer.until) / 2;
        // Its failure is remembered; while the answer holds, it is nobody's.
        if (now >= half && !justFailed) flightOf(entry, ask).catch(() => {});
        return answer;
      }
      if (justFailed) return Promise.reject(failure.cause);
      entries.set(key, entry);
      return flightOf(entry, ask);
    },
  };

  function flightOf(
    entry: Entry<T>,
    ask: (before: Answer<T> | undefined) => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    entry.flight ??= land(entry, ask).finally(() => {
      entry.flight = undefined;
    });
    return entry.flight;
  }

  async function land(
    entry: Entry<T>,
    ask: (before: Answer<T> | undefined) => Promise<Answer<T>>,
  ): Promise<Answer<T>> {
    try {
      const answer = await ask(entry.answer);
      entry.answer = answer;
      entry.failure = undefined;
      return answer;
    } catch (cause) {
      entry.failure = { cause, at: clock() };
      throw cause;
    }
  }
}
