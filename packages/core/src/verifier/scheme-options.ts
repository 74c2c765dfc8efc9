import type { Clock } from '../clock.ts';
import type { VerdictHandler } from '../verdict/verdict-event.ts';
import { checkOptionTypes } from './option-types.ts';

/** What every scheme takes. */
export interface SchemeOptions {
  /** What the challenge calls the protected space: printable ASCII. Default `API`. */
  readonly realm?: string | undefined;
  /** Refuse what did not come over TLS 1.2 or newer, as `insecure-transport`. Default false. */
  readonly requireTls?: boolean | undefined;
  readonly clock?: Clock | undefined;
  /** Given every verdict, as it is published on the verdict channel. */
  readonly onVerdict?: VerdictHandler | undefined;
}

/** @throws TypeError naming the first of these options that has a wrong type. */
export function checkSchemeOptions({ requireTls, clock, onVerdict }: SchemeOptions): void {
  checkOptionTypes(
    { requireTls, clock, onVerdict },
    { requireTls: 'boolean', clock: 'function', onVerdict: 'function' },
  );
}
