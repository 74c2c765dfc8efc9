import type { Account, Directory } from '@countersign/core';
import { algorithmOf, digestOf } from '../digest.ts';
import type { UsernameToken } from '../token.ts';
import { type Hint, noHint, plainSecrets } from './hint.ts';

/** Why a login is unknown. What it cannot be told from is said to be possible: credentials of another environment. */
export async function loginMistake(token: UsernameToken, directory: Directory): Promise<Hint> {
  try {
    if (isSwappedIn(directory, token)) return { hint: 'login and secretKey are swapped' };
    const trimmed = token.login.trim();
    if (trimmed !== token.login && (await directory.find(trimmed))) {
      return { hint: 'there is white space around the login' };
    }
  } catch {
    // An explanation must not turn a verdict around.
    return noHint;
  }
  return { hint: 'no site here has this login: is it of another environment, such as live?' };
}

/** Whether the login is the secret of an account and the digest was made with its login, where accounts can be listed. */
function isSwappedIn(directory: Directory, token: UsernameToken): boolean {
  if (!listsAccounts(directory)) return false;
  for (const account of directory.accounts()) {
    if (isSwapped(token, account)) return true;
  }
  return false;
}

function isSwapped({ login, digest, nonce, seed }: UsernameToken, account: Account): boolean {
  const algorithm = algorithmOf(digest);
  if (!algorithm || !plainSecrets(account).includes(login)) return false;
  return digestOf(algorithm, nonce, seed.text, account.id).equals(digest);
}

function listsAccounts(directory: Directory): directory is Directory & { accounts(): Iterable<Account> } {
  return 'accounts' in directory && typeof directory.accounts === 'function';
}
