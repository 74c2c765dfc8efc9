import { type Account, looksHashed, storedValue } from '@countersign/core';
import type { SandboxAccounts } from '../state/accounts.ts';
import { MASK } from './passing/mask.ts';

/** The same accounts with a mask for every secret that is stored as it is sent: what is made of them holds none. */
export function maskedAccounts(accounts: SandboxAccounts): SandboxAccounts {
  const masked = Object.entries(accounts).map(([group, list]) => [group, list.map(maskedAccount)]);
  return Object.fromEntries(masked) as SandboxAccounts;
}

function maskedAccount(account: Account): Account {
  const secrets = (account.secrets ?? []).map((secret) => (looksHashed(storedValue(secret)) ? secret : MASK));
  return { ...account, secrets };
}

/** A mask that went through base64 with the id before it is shown as a mask. */
export function maskedCommand(command: string, accounts: SandboxAccounts): string {
  let shown = command;
  for (const { id } of Object.values(accounts).flat() as Account[]) {
    shown = shown.replaceAll(Buffer.from(`${id}:${MASK}`).toString('base64'), MASK);
  }
  return shown;
}
