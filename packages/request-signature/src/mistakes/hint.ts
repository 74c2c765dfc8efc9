import type { Check } from '@countersign/core';

/** What a recognised mistake adds to a check: nothing, where none was recognised. Never holds a secret or a signature. */
export type Hint = Pick<Check, 'hint'>;

export const noHint: Hint = {};

/** Fails to no hint: an explanation must not turn a verdict around. */
export function safeHint(find: () => Hint): Hint {
  try {
    return find();
  } catch {
    return noHint;
  }
}
