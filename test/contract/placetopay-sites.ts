import type { Account } from '@countersign/core';

/** Beside the demo accounts of Placetopay, one of each kind that a case needs. */
export const sites: readonly Account[] = [
  { id: 'siteOther', secrets: ['otherSecretKey'] },
  { id: 'siteOfOldClients', secrets: ['oldSecretKey'], digests: ['sha256', 'sha1'] },
  { id: 'siteClosed', secrets: ['closedSecretKey'], status: 'inactive' },
  { id: 'siteExpired', secrets: ['expiredSecretKey'], status: 'expired' },
  { id: 'siteElsewhere', secrets: ['elsewhereSecretKey'], addresses: ['192.0.2.1'] },
  {
    id: 'siteRenewed',
    secrets: ['newSecretKey', { value: 'formerSecretKey', notAfter: Date.UTC(2026, 0, 2) }],
  },
];

/** The same, as the profiles want them. */
export const sitePairs = {
  account: { id: 'siteLogin', secret: 'siteSecretKey' },
  otherAccount: { id: 'siteOther', secret: 'otherSecretKey' },
  legacyAccount: { id: 'siteOfOldClients', secret: 'oldSecretKey' },
  inactiveAccount: { id: 'siteClosed', secret: 'closedSecretKey' },
  expiredAccount: { id: 'siteExpired', secret: 'expiredSecretKey' },
  accountWithExpiredSecret: { id: 'siteRenewed', secret: 'formerSecretKey' },
  accountElsewhere: { id: 'siteElsewhere', secret: 'elsewhereSecretKey' },
};
