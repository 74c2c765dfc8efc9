import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Account, isLive, looksHashed, type SecretMatch, storedValue } from '@countersign/core';

// Nobody knows it; a match with it counts for nothing all the same.
const decoy = randomBytes(32).toString('base64');

/**
 * Whether something was made with a secret of the account. An unknown account costs what a known one costs.
 *
 * @param expectedOf what a secret makes: the text that is to be presented
 * @param now milliseconds since the epoch
 * @throws TypeError when a secret of the account is stored as a hash.
 */
export function proveWithSecret(
  account: Account | undefined,
  presented: string,
  expectedOf: (secret: string) => string,
  now: number,
): SecretMatch {
  const secrets = account?.secrets?.length ? account.secrets : undefined;
  const presentedDigest = sha256(presented);
  let result: SecretMatch = 'mismatch';
  for (const secret of secrets ?? [decoy]) {
    const value = storedValue(secret);
    if (account && looksHashed(value)) throw storedAsHash(account);
    const matches = timingSafeEqual(presentedDigest, sha256(expectedOf(value)));
    // What is signed with an empty secret is signed by anybody, whatever a store may hold.
    if (!matches || value === '') continue;
    if (isLive(secret, now)) result = 'match';
    else if (result === 'mismatch') result = 'expired';
  }
  return secrets ? result : 'mismatch';
}

/** Those of the account that mistakes can be tried with. */
export function plainSecrets({ secrets = [] }: Account): string[] {
  return secrets.map(storedValue).filter((value) => value !== '' && !looksHashed(value));
}

export function storedAsHash({ id }: Account): TypeError {
  return new TypeError(
    `a secret of the account "${id}" is stored as a hash: a signature can only be verified with the secret itself`,
  );
}

// Digests of both sides are compared: timingSafeEqual throws on unequal lengths.
function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
