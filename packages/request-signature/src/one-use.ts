import {
  type Account,
  type Claim,
  type Explanation,
  type Reason,
  type Rejected,
  type ReplayGuard,
  rejected,
} from '@countersign/core';

export interface OneUseOptions {
  /**
   * Makes what is signed good for one use. What it remembers is gone with it: use a guard that is shared and outlives
   * a restart. One that fails makes the verdict `unavailable`, never `accepted`. Default: it can be used again.
   */
  readonly replay?: ReplayGuard | undefined;
  /** For how long a use is remembered where nothing says when it ends, in seconds. Default 2,592,000 (30 days). */
  readonly rememberedSeconds?: number | undefined;
}

export interface Use {
  readonly account: Account;
  /** What is used once, under its account. */
  readonly key: string;
  /** Milliseconds since the epoch; absent where nothing says when it ends. */
  readonly acceptableUntil: number | undefined;
  readonly now: number;
}

/** Claims a use: `replayAllowed` where it is no first one and the account may replay. */
export type OneUse = (
  use: Use,
  explain: Explanation | undefined,
) => Promise<Rejected | { readonly replayAllowed?: true }>;

/**
 * @returns `undefined` where nothing is used up
 * @throws TypeError when an option is unusable.
 */
export function oneUse(options: OneUseOptions): OneUse | undefined {
  const { replay, rememberedSeconds = 2_592_000 } = options;
  if (replay !== undefined && typeof replay?.claim !== 'function') {
    throw new TypeError(
      'replay must have claim(key, acceptableUntil, scope), such as sqliteReplayGuard({ path })',
    );
  }
  if (!Number.isFinite(rememberedSeconds) || rememberedSeconds <= 0) {
    throw new TypeError('rememberedSeconds must be a positive number of seconds, such as 2592000');
  }
  if (!replay) return undefined;

  return async ({ account: { id, allowReplay = false }, key, acceptableUntil, now }, explain) => {
    // Nothing that is signed says when it was: it is remembered from now on.
    const until = acceptableUntil ?? now + rememberedSeconds * 1000;
    const claim = await replay.claim(key, until, { account: id, seed: now });
    if (claim === 'fresh') {
      explain?.push({ check: 'one use', outcome: 'passed', detail: 'is used for the first time' });
      return {};
    }
    if (!Object.hasOwn(reasons, claim)) {
      throw new TypeError("replay: claim must resolve to 'fresh', 'seen' or 'too-old'");
    }
    const detail = claim === 'seen' ? 'was used before' : 'may have been used before';
    if (allowReplay) {
      explain?.push({
        check: 'one use',
        outcome: 'passed',
        detail: `${detail}, which this account is allowed`,
      });
      return { replayAllowed: true };
    }
    explain?.push({ check: 'one use', outcome: 'failed', detail });
    return rejected(reasons[claim], id);
  };
}

const reasons: Record<Exclude<Claim, 'fresh'>, Reason> = {
  seen: 'replayed',
  'too-old': 'seed-before-watermark',
};
