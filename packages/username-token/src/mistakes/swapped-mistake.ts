import type { Account, Directory } from '@countersign/core';
import { algorithmOf, digestOf } from '../digest.ts';
import type { UsernameToken } from '../token.ts';
import { type Hint, noHint, plainSecrets } from './hint.ts';

/** Whether an unknown login is the secret of an account, and the digest was made with its login: where accounts can be listed. */
export function swappedMistake(token: UsernameToken, directory: Directory): Hint {
  const algorithm = algorithmOf(token.digest);
  if (!algorithm || !listsAccounts(directory)) return noHint;
  for (const account of directory.accounts()) {
    if (!plainSecrets(account).includes(token.login)) continue;
    if (digestOf(algorithm, token.nonce, token.seed.text, account.id).equals(token.digest)) {
      return { hint: 'login and secretKey are swapped' };
    }
  }
  return noHint;
}

function listsAccounts(directory: Directory): directory is Directory & { accounts(): Iterable<Account> } {
  return 'accounts' in directory && typeof directory.accounts === 'function';
}
