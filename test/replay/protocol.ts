import type { Claim } from '@countersign/core';

/** What a worker is started with. */
export interface WorkerOptions {
  readonly kind: 'sqlite' | 'ioredis' | 'node-redis';
  readonly options: Readonly<Record<string, unknown>>;
}

export interface ClaimOrder {
  readonly do: 'claim';
  /** Told back with each outcome: a worker may have several orders at once. */
  readonly order: number;
  /** What the names of these keys begin with; their index follows. */
  readonly keys: string;
  readonly from: number;
  /** The first index that is not claimed any more. */
  readonly to: number;
  /** Milliseconds since the epoch. */
  readonly seed: number;
  readonly inFlight: number;
}

export type ToWorker = ClaimOrder | { readonly do: 'set clock'; readonly now: number };

/** `threw`: the verdict would have been `unavailable`. `outside-window`: it was not even claimed. */
export type Outcome = Claim | 'threw' | 'outside-window';

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'clock set' }
  | {
      readonly kind: 'outcomes';
      readonly order: number;
      readonly outcomes: readonly (readonly [index: number, Outcome])[];
    }
  | { readonly kind: 'done'; readonly order: number; readonly slowest: number };
