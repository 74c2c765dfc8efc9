import { type ProfileName, runContract } from '@countersign/contract';
import { demoAccounts, type SandboxAccounts } from '@countersign/sandbox';
import { expect, test } from 'vitest';
import { runningSandbox } from '../support/running-sandbox.ts';

/** Beside the demo accounts, one of each kind that a case needs. */
const accounts: SandboxAccounts = {
  ...demoAccounts,
  placetopay: [
    ...demoAccounts.placetopay,
    { id: 'siteOther', secrets: ['otherSecretKey'] },
    { id: 'siteOfOldClients', secrets: ['oldSecretKey'], digests: ['sha256', 'sha1'] },
    { id: 'siteClosed', secrets: ['closedSecretKey'], status: 'inactive' },
    { id: 'siteExpired', secrets: ['expiredSecretKey'], status: 'expired' },
    { id: 'siteElsewhere', secrets: ['elsewhereSecretKey'], addresses: ['192.0.2.1'] },
    {
      id: 'siteRenewed',
      secrets: ['newSecretKey', { value: 'formerSecretKey', notAfter: Date.UTC(2026, 0, 2) }],
    },
  ],
};

const sandbox = runningSandbox({ tlsPort: false, accounts });

const credentials = {
  account: { id: 'siteLogin', secret: 'siteSecretKey' },
  otherAccount: { id: 'siteOther', secret: 'otherSecretKey' },
  legacyAccount: { id: 'siteOfOldClients', secret: 'oldSecretKey' },
  inactiveAccount: { id: 'siteClosed', secret: 'closedSecretKey' },
  expiredAccount: { id: 'siteExpired', secret: 'expiredSecretKey' },
  accountWithExpiredSecret: { id: 'siteRenewed', secret: 'formerSecretKey' },
  accountElsewhere: { id: 'siteElsewhere', secret: 'elsewhereSecretKey' },
};

const request = { method: 'POST', path: '/api/collect', body: { instrument: {} } };

test.each<{ profile: ProfileName; given: object; least: number }>([
  { profile: 'username-token', given: { request, ...credentials }, least: 75 },
  { profile: 'placetopay', given: credentials, least: 80 },
])('the sandbox passes every case of $profile within ten seconds', { timeout: 10_000 }, async (row) => {
  const { profile, given, least } = row;
  const { results } = await runContract({ target: sandbox().url, profile, credentials: given });
  const wrong = results.filter(({ outcome }) => outcome !== 'passed');
  expect(wrong.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([]);
  expect(results.length).toBeGreaterThanOrEqual(least);
});
