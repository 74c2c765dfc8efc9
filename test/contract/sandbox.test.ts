import { type ProfileName, runContract } from '@countersign/contract';
import { demoAccounts, type SandboxAccounts } from '@countersign/sandbox';
import { expect, test } from 'vitest';
import { runningSandbox } from '../support/running-sandbox.ts';

const account = { id: '30201', secret: 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy' };

/** Beside a provider's demo accounts, one of each kind that a case needs. `?>~` is `Pz5+` in base64. */
const more = (name: (kind: string, number: number) => string) => [
  { id: name('Other', 1), secrets: ['OtherSecret'] },
  { id: name('Colon', 2), secrets: ['with:colons:?>~'] },
  { id: name('Closed', 3), secrets: ['ClosedSecret'], status: 'inactive' as const },
  { id: name('Elsewhere', 4), secrets: ['ElsewhereSecret'], addresses: ['192.0.2.1'] },
];

const pairs = (name: (kind: string, number: number) => string) => ({
  otherAccount: { id: name('Other', 1), secret: 'OtherSecret' },
  accountWithColon: { id: name('Colon', 2), secret: 'with:colons:?>~' },
  inactiveAccount: { id: name('Closed', 3), secret: 'ClosedSecret' },
  accountElsewhere: { id: name('Elsewhere', 4), secret: 'ElsewhereSecret' },
});

const siteId = (_kind: string, number: number) => `3020${number + 1}`;
const appName = (kind: string) => `${kind}App-1`;

const accounts: SandboxAccounts = {
  ...demoAccounts,
  smart2pay: [...demoAccounts.smart2pay, ...more(siteId)],
  connectpay: [...demoAccounts.connectpay, ...more(appName)],
};

const sandbox = runningSandbox({ tlsPort: false, accounts });

const smart2pay = { account, ...pairs(siteId) };
const apiKey = { account: { id: 'ConnectPay', secret: 'EasyBanking' }, ...pairs(appName) };

test.each<{ profile: ProfileName; credentials: object }>([
  { profile: 'basic', credentials: { request: { method: 'GET', path: '/v1/methods/' }, ...smart2pay } },
  { profile: 'smart2pay', credentials: smart2pay },
  {
    profile: 'api-key-header',
    credentials: { request: { method: 'GET', path: '/baas-sca/user-management/partner/users' }, ...apiKey },
  },
])('the sandbox passes every case of $profile', { timeout: 10_000 }, async ({ profile, credentials }) => {
  const { results } = await runContract({ target: sandbox().url, profile, credentials });
  expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  expect(results.length).toBeGreaterThan(20);
});
