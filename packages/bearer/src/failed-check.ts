import { type Check, hintOf } from '@countersign/core';

/** What an explanation says of a check that failed. */
export function failedCheck(check: string, detail: string, hint?: string): Check {
  return { check, outcome: 'failed', detail, ...hintOf(hint) };
}
