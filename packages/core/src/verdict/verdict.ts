import type { Reason } from './reason.ts';

/** Who was verified, as the handler sees it. Schemes add what they know. */
export interface Principal {
  readonly account: string;
}

export interface Accepted<P extends Principal = Principal> {
  readonly outcome: 'accepted';
  readonly principal: P;
  /** Set where the credential had been used before and the account may replay. */
  readonly replayAllowed?: true;
}

/** No credential of this scheme was on the request. */
export interface Absent {
  readonly outcome: 'absent';
}

export interface Rejected {
  readonly outcome: 'rejected';
  readonly reason: Reason;
  /** The account that was claimed, where one was found. It is not authenticated unless the reason says so. */
  readonly account?: string;
  /** Seconds after which another try makes sense. Only with `throttled`. */
  readonly retryAfter?: number;
}

/** The question could not be answered: a directory or a replay guard is out of reach. Never the client's fault. */
export interface Unavailable {
  readonly outcome: 'unavailable';
  readonly cause: unknown;
  /** Seconds. */
  readonly retryAfter: number;
}

export type Verdict<P extends Principal = Principal> = Accepted<P> | Absent | Rejected | Unavailable;
export type NotAccepted = Absent | Rejected | Unavailable;

export const absent: Absent = Object.freeze({ outcome: 'absent' });

export function accepted<P extends Principal>(principal: P): Accepted<P> {
  return { outcome: 'accepted', principal };
}

export function rejected(reason: Reason, account?: string): Rejected {
  return account === undefined ? { outcome: 'rejected', reason } : { outcome: 'rejected', reason, account };
}

/** @param retryAfter seconds, 1 unless the cause knows better */
export function unavailable(cause: unknown, retryAfter = 1): Unavailable {
  return { outcome: 'unavailable', cause, retryAfter };
}
