import { type Account, type Check, looksHashed, storedValue } from '@countersign/core';

/** What a recognised mistake adds to a check: nothing, where none was recognised. Never holds a secret or a digest. */
export type Hint = Pick<Check, 'hint'>;

export const noHint: Hint = {};

/** The secrets of an account that mistakes can be tried with. */
export function plainSecrets(account: Account): string[] {
  return (account.secrets ?? []).map(storedValue).filter((value) => value !== '' && !looksHashed(value));
}
