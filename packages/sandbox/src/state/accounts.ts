import { type Account, type MemoryDirectory, memoryDirectory } from '@countersign/core';

/** The accounts of the sandbox. Pledg has three kinds: API clients, users of the merchant dashboard, and merchants. */
export interface SandboxAccounts {
  readonly smart2pay: readonly Account[];
  readonly connectpay: readonly Account[];
  readonly pledg: readonly Account[];
  readonly pledgDashboard: readonly Account[];
  readonly pledgMerchants: readonly Account[];
  readonly placetopay: readonly Account[];
}

export type AccountGroup = keyof SandboxAccounts;

export type SandboxDirectories = { readonly [G in AccountGroup]: MemoryDirectory };

/** From the providers' own documentation, where it names any. */
export const demoAccounts: SandboxAccounts = {
  smart2pay: [{ id: '30201', secrets: ['hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy'] }],
  connectpay: [
    { id: 'ConnectPay', secrets: ['EasyBanking'] },
    { id: 'OtherApp', secrets: ['OtherSecret'] },
  ],
  pledg: [{ id: 'your_key', secrets: ['your_secret'] }],
  pledgDashboard: [{ id: 'random@domain.com', secrets: ['john123'] }],
  pledgMerchants: [{ id: 'mer_demo', secrets: ['pledg-demo-secret'] }],
  placetopay: [
    { id: 'siteLogin', secrets: ['siteSecretKey'], digests: ['sha256'] },
    { id: 'siteLegacy', secrets: ['siteSecretKey'], digests: ['sha256', 'sha1'], allowReplay: true },
  ],
};

export const ACCOUNT_GROUPS = Object.keys(demoAccounts) as AccountGroup[];

/** @throws TypeError for accounts that cannot work. */
export function directoriesOf(accounts: SandboxAccounts): SandboxDirectories {
  return {
    smart2pay: memoryDirectory(accounts.smart2pay),
    connectpay: memoryDirectory(accounts.connectpay),
    pledg: memoryDirectory(accounts.pledg),
    pledgDashboard: memoryDirectory(accounts.pledgDashboard),
    pledgMerchants: memoryDirectory(accounts.pledgMerchants),
    placetopay: memoryDirectory(accounts.placetopay),
  };
}

/** Every kind of Pledg account is Pledg's. */
export function providerOf(group: AccountGroup): string {
  return group.startsWith('pledg') ? 'pledg' : group;
}

/** The accounts as they are now. */
export function accountsIn(directories: SandboxDirectories): SandboxAccounts {
  const listed = ACCOUNT_GROUPS.map((group) => [group, [...directories[group].accounts()]]);
  return Object.fromEntries(listed) as unknown as SandboxAccounts;
}
