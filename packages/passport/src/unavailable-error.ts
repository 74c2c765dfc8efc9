import type { Unavailable } from '@countersign/core';

/**
 * What Passport is told where credentials cannot be checked: a fault, not a refusal, so no other strategy is
 * tried. Express answers it with `status` and `headers`. Why, is in `cause`, for a log.
 */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
  readonly status = 503;
  /** Seconds. */
  readonly retryAfter: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor({ cause, retryAfter }: Unavailable) {
    super('the credentials cannot be checked at the moment', { cause });
    this.retryAfter = retryAfter;
    this.headers = { 'retry-after': String(Math.max(1, Math.ceil(retryAfter))) };
  }
}
