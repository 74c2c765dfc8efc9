import type { Account, Directory } from '@countersign/core';
import { algorithmOf, digestOf } from '../digest.ts';
import type { UsernameToken } from '../token.ts';
import { type Hint, noHint, plainSecrets } from './hint.ts';

/**
 * Whether an unknown login is the secret of an account and the digest was made with its login, where the directory
 * can list its accounts. Fails to no hint: an explanation must not turn a verdict around.
 */
export function swappedMistake(token: UsernameToken, directory: Directory): Hint {
  if (!listsAccounts(directory)) return noHint;
  try {
    for (const account of directory.accounts()) {
      if (isSwapped(token, account)) return { hint: 'login and secretKey are swapped' };
    }
  } catch {}
  return noHint;
}

function isSwapped({ login, digest, nonce, seed }: UsernameToken, account: Account): boolean {
  const algorithm = algorithmOf(digest);
  if (!algorithm || !plainSecrets(account).includes(login)) return false;
  return digestOf(algorithm, nonce, seed.text, account.id).equals(digest);
}

function listsAccounts(directory: Directory): directory is Directory & { accounts(): Iterable<Account> } {
  return 'accounts' in directory && typeof directory.accounts === 'function';
}
