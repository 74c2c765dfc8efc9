import { badAnswer } from './unanswered.ts';

/** Milliseconds since the epoch. */
export interface Period {
  readonly thisUpdate: number;
  readonly nextUpdate: number | undefined;
}

/** How old an answer may be, in milliseconds. */
export interface Freshness {
  readonly maxAge: number;
  readonly tolerance: number;
}

/**
 * Until when an answer may be relied on, in milliseconds since the epoch. Without a `nextUpdate` newer information
 * is there at any time (RFC 6960, section 4.2.2.1): such an answer is in force for `maxAge` from its `thisUpdate`.
 * @throws RevocationUnanswered for what is not in force now, or says no time.
 */
export function inForceUntil(period: Period, { maxAge, tolerance }: Freshness, now: number): number {
  const { thisUpdate, nextUpdate = thisUpdate + maxAge } = period;
  if (!(thisUpdate <= nextUpdate)) throw badAnswer('the answer ends before it begins');
  if (thisUpdate > now + tolerance) throw badAnswer(`the answer is from the future: ${iso(thisUpdate)}`);
  const until = nextUpdate + tolerance;
  if (until <= now) throw badAnswer(`the answer is out of date since ${iso(nextUpdate)}`);
  return Math.min(until, now + maxAge);
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
