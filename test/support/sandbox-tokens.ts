import type { Sandbox } from '@countersign/sandbox';
import { basicOf, call, post } from './call.ts';

export const formType = { 'content-type': 'application/x-www-form-urlencoded' };
export const grant = 'grant_type=client_credentials';

/** A token that a client gets for itself. */
export async function clientToken(sandbox: Sandbox, path = '/api/token'): Promise<string> {
  const ofConnectPay = path.startsWith('/auth');
  const authorization = ofConnectPay
    ? basicOf('ConnectPay', 'EasyBanking')
    : basicOf('your_key', 'your_secret');
  const headers = { ...formType, authorization };
  const { json } = await call(sandbox.url + path, { method: 'POST', headers, body: grant });
  return (json as { access_token: string }).access_token;
}

/** A token of a user of ConnectPay's DevApp, bound to an address. */
export async function userToken(sandbox: Sandbox, psuIp?: string): Promise<string> {
  const { json } = await post(
    `${sandbox.url}/baas-sca/user-management/partner/tokens`,
    { userId: 'u1', psuIp },
    { 'x-connectpay-api-key': basicOf('ConnectPay', 'EasyBanking') },
  );
  return (json as { accessToken: string }).accessToken;
}
