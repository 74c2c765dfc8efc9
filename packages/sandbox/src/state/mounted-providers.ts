import { ACCOUNT_GROUPS, type AccountGroup, type SandboxAccounts } from './accounts.ts';

export const PROVIDERS = ['smart2pay', 'connectpay', 'pledg', 'placetopay'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** The accounts that are left where only these providers are mounted. A group that is not there has none. */
export function accountsOfMounted(
  accounts: Partial<SandboxAccounts>,
  providers: readonly ProviderName[],
): SandboxAccounts {
  const left = ACCOUNT_GROUPS.map((group) => [
    group,
    providers.some((provider) => isOf(group, provider)) ? (accounts[group] ?? []) : [],
  ]);
  return Object.fromEntries(left) as unknown as SandboxAccounts;
}

/** Both kinds of Pledg account are Pledg's. */
function isOf(group: AccountGroup, provider: ProviderName): boolean {
  return group.startsWith(provider);
}

/** @throws TypeError for what is no list of providers. */
export function checkedProviders(providers: readonly ProviderName[]): readonly ProviderName[] {
  if (!Array.isArray(providers) || providers.some((one) => !PROVIDERS.includes(one))) {
    throw new TypeError(`providers must be a list of ${PROVIDERS.join(', ')}`);
  }
  return providers;
}
