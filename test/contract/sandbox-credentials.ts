import type { ProfileName } from '@countersign/contract';
import { demoAccounts, type Sandbox, type SandboxAccounts } from '@countersign/sandbox';
import { sites as placetopaySites, sitePairs } from './placetopay-sites.ts';

type Names = Readonly<Record<'other' | 'colon' | 'closed' | 'elsewhere', string>>;

const sites: Names = { other: '30202', colon: '30203', closed: '30204', elsewhere: '30205' };
const apps: Names = { other: 'Other-1', colon: 'Colon-1', closed: 'Closed-1', elsewhere: 'Elsewhere-1' };

// Every demo account has company: one of each kind that a case needs. Between them, the encoded pairs hold + and /.
const secrets: Names = {
  other: 'other-secret+1%',
  colon: 'with:colons:?>~',
  closed: 'closed-secret',
  elsewhere: 'elsewhere-secret',
};

const beside = (names: Names) => [
  { id: names.other, secrets: [secrets.other] },
  { id: names.colon, secrets: [secrets.colon] },
  { id: names.closed, secrets: [secrets.closed], status: 'inactive' as const },
  { id: names.elsewhere, secrets: [secrets.elsewhere], addresses: ['192.0.2.1'] },
];

const pairs = (names: Names) => ({
  otherAccount: { id: names.other, secret: secrets.other },
  accountWithColon: { id: names.colon, secret: secrets.colon },
  inactiveAccount: { id: names.closed, secret: secrets.closed },
  accountElsewhere: { id: names.elsewhere, secret: secrets.elsewhere },
});

/** The demo accounts, and with them an account of every kind. */
export const contractAccounts: SandboxAccounts = {
  ...demoAccounts,
  smart2pay: [...demoAccounts.smart2pay, ...beside(sites)],
  connectpay: [...demoAccounts.connectpay, ...beside(apps)],
  pledg: [...demoAccounts.pledg, ...beside(apps)],
  pledgDashboard: [...demoAccounts.pledgDashboard, ...beside(apps)],
  placetopay: [...demoAccounts.placetopay, ...placetopaySites],
};

/** What each profile wants to know of a sandbox with these accounts. */
export function sandboxCredentials({ signing }: Sandbox): Partial<Record<ProfileName, object>> {
  const smart2pay = {
    account: { id: '30201', secret: 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy' },
    ...pairs(sites),
  };
  const partner = { account: { id: 'ConnectPay', secret: 'EasyBanking' }, ...pairs(apps) };
  const inactiveClient = { id: apps.closed, secret: secrets.closed };
  const { connectpay, pledg } = signing;
  const user = {
    signing: { ...connectpay, claims: { ...connectpay.claims, sub: 'ConnectPay', scope: 'client' } },
    inactiveClaims: { sub: apps.closed },
    psuIpAddress: '111.111.11.111',
    psuIpClaim: 'psu_ip',
  };
  const tokenEndpoint = { client: { id: 'your_key', secret: 'your_secret' }, inactiveClient };
  return {
    smart2pay,
    connectpay: {
      partner,
      user,
      tokenEndpoint: { client: partner.account, inactiveClient },
    },
    pledg: {
      dashboard: { account: { id: 'random@domain.com', secret: 'john123' }, ...pairs(apps) },
      tokenEndpoint,
      purchases: {
        signing: { ...pledg, claims: { ...pledg.claims, sub: 'your_key' } },
        inactiveClaims: { sub: apps.closed },
      },
    },
    basic: { request: { method: 'GET', path: '/v1/methods/' }, ...smart2pay },
    'api-key-header': {
      request: { method: 'GET', path: '/baas-sca/user-management/partner/users' },
      ...partner,
    },
    bearer: {
      request: { method: 'GET', path: '/baas-sca/user-management/client/users/me' },
      revocation: { method: 'POST', path: '/baas-sca/user-management/client/users/logout' },
      ...user,
    },
    placetopay: sitePairs,
    'placetopay-soap': sitePairs,
    'username-token': {
      request: { method: 'POST', path: '/api/collect' },
      fields: { instrument: {} },
      ...sitePairs,
    },
    'token-endpoint': { path: '/oauth/token', lifetimeSeconds: 600, ...tokenEndpoint },
  };
}
