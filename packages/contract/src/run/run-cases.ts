import type { BoundCase } from '../profiles/profile.ts';
import type { Target } from './open-target.ts';
import { type CaseResult, runCase } from './run-case.ts';

export interface RunOptions {
  /** How many cases are under way at a time. Default 4. */
  readonly concurrency?: number | undefined;
  /** Told of every case as it ends. */
  readonly onResult?: ((result: CaseResult, progress: Progress) => void) | undefined;
  /** Ends the run: what is under way is broken off. */
  readonly signal?: AbortSignal | undefined;
}

export interface Progress {
  readonly done: number;
  readonly of: number;
}

/**
 * Runs cases, some at a time, and gives their results in the order of the cases. The first that cannot run ends all.
 * @throws as `runCase` does; TypeError where `concurrency` is no number of cases
 */
export async function runCases(
  cases: readonly BoundCase[],
  target: Target,
  options: RunOptions = {},
): Promise<CaseResult[]> {
  const { concurrency = 4, onResult, signal } = options;
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
    throw new TypeError('concurrency must be a whole number of cases, 1 or more, such as 4');
  }
  // Nobody needs the same of all the others: the first that cannot run ends those under way.
  const stopped = new AbortController();
  const either = signal ? AbortSignal.any([signal, stopped.signal]) : stopped.signal;
  const results: CaseResult[] = [];
  const waiting = cases.entries();
  let done = 0;
  async function lane(): Promise<void> {
    for (const [place, one] of waiting) {
      if (either.aborted) return;
      const result = await runCase(one, target, either);
      results[place] = result;
      done += 1;
      onResult?.(result, { done, of: cases.length });
    }
  }
  const lanes = Array.from({ length: Math.min(concurrency, cases.length) }, () =>
    lane().catch((error: unknown) => {
      stopped.abort(error);
      throw error;
    }),
  );
  // Those under way end first: nothing is sent, and nobody is told, after the run has ended.
  await Promise.allSettled(lanes);
  either.throwIfAborted();
  return results;
}
