import { readFileSync } from 'node:fs';
import type { Account } from '@countersign/core';
import { ACCOUNT_GROUPS, type AccountGroup, directoriesOf, type SandboxAccounts } from './accounts.ts';

const ACCOUNT_KEYS = [
  'id',
  'status',
  'secrets',
  'addresses',
  'publicKeys',
  'certificates',
  'digests',
  'allowReplay',
];

/**
 * Accounts from a JSON file that replaces the demo accounts:
 * `{"accounts": {"placetopay": [{"id": "…", "secrets": ["…"]}], …}}`. A group left out has no accounts.
 *
 * @throws TypeError naming the file and the field that is wrong.
 */
export function accountsFromFile(file: string): SandboxAccounts {
  try {
    const accounts = accountsOf(parsed(readFileSync(file, 'utf8')));
    directoriesOf(accounts);
    return accounts;
  } catch (cause) {
    throw new TypeError(`${file}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** JSON.parse alone quotes what it cannot read, which may be a secret. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TypeError('is not JSON');
  }
}

function accountsOf(config: unknown): SandboxAccounts {
  const { accounts } = knownKeys(config, 'the file', ['accounts']);
  const groups = knownKeys(accounts, 'accounts', ACCOUNT_GROUPS);
  return Object.fromEntries(
    ACCOUNT_GROUPS.map((group) => [group, groupOf(groups[group], group)]),
  ) as unknown as SandboxAccounts;
}

function groupOf(list: unknown, group: AccountGroup): Account[] {
  if (list === undefined) return [];
  if (!Array.isArray(list)) throw new TypeError(`accounts.${group} must be a list of accounts`);
  return list.map((entry: unknown, index) => {
    const field = `accounts.${group}[${index}]`;
    const account = knownKeys(entry, field, ACCOUNT_KEYS);
    for (const key of ['secrets', 'addresses', 'publicKeys', 'certificates', 'digests']) {
      if (account[key] !== undefined && !Array.isArray(account[key])) {
        throw new TypeError(`${field}.${key} must be a list`);
      }
    }
    // What the values hold is checked where every directory checks it.
    return account as unknown as Account;
  });
}

function knownKeys(value: unknown, field: string, keys: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${field} must be an object with ${keys.join(', ')}`);
  }
  const unknown = Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined) throw new TypeError(`${field}.${unknown} is not known: use ${keys.join(', ')}`);
  return { ...value };
}
