import { type Account, isLive, looksHashed, storedValue } from '@countersign/core';

/** The first secret that is live and stored as it is sent: a hash says nothing of what it was made from. */
export function plainSecretOf({ secrets = [] }: Account, now: number): string | undefined {
  const plain = secrets.find((secret) => isLive(secret, now) && !looksHashed(storedValue(secret)));
  return plain && storedValue(plain);
}
