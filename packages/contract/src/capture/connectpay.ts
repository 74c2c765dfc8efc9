import { randomBytes } from 'node:crypto';
import { type Answer, memoryDirectory, parseAddress } from '@countersign/core';
import { connectpay } from '@countersign/providers';
import {
  type Arrival,
  accountOf,
  jsonAnswer,
  type MakeProvider,
  notJson,
  secretsOf,
} from './capture-provider.ts';
import { tokenRequest, verifiedBy } from './verified-by.ts';

/**
 * The API key on paths with `/partner/`, a user's token and `PSU-IP-Address` on those with `/client/`, Basic elsewhere.
 * `POST …/partner/tokens` with `{ "userId": "…", "psuIp": "…" }` gives a user's token, as in the sandbox.
 */
export const captureConnectpay: MakeProvider = ({ credentials, clock }) => {
  const devApp = credentials.pair('account');
  const directory = memoryDirectory([accountOf(devApp)]);
  const key = randomBytes(32);
  const algorithm = 'HS256';
  const issuer = connectpay.tokenIssuer({ key, algorithm, clock });
  const basic = connectpay.basic({ directory, clock });
  const partner = connectpay.partner({ directory, clock });
  const client = connectpay.client({ directory, clock, keys: [{ key }], algorithms: [algorithm] });
  const secrets = new Set(secretsOf(devApp));

  async function userToken(account: string, { body }: Arrival): Promise<Answer> {
    const value = body.kind === 'json' && typeof body.value === 'object' ? body.value : undefined;
    const { userId, psuIp } = (value ?? {}) as Record<string, unknown>;
    const psuIpAddress = typeof psuIp === 'string' && parseAddress(psuIp) ? psuIp : undefined;
    if (typeof userId !== 'string' || userId === '') return jsonAnswer(400, { detail: 'userId is required' });
    const { accessToken, expiresInSeconds } = await issuer.issueToUser({ account, userId, psuIpAddress });
    secrets.add(accessToken);
    return jsonAnswer(200, { accessToken, tokenType: 'Bearer', expiresIn: expiresInSeconds });
  }

  return {
    secrets,
    receive(arrival) {
      const { path, request } = arrival;
      if (path === '/auth/v1/oauth2/token') {
        return tokenRequest(arrival, { clients: basic, issuer }, (token) => secrets.add(token));
      }
      const wrong = notJson(arrival);
      if (path.includes('/partner/')) {
        const wantsToken = request.method === 'POST' && path.endsWith('/partner/tokens');
        return verifiedBy(
          partner,
          arrival,
          ({ account }) => (wantsToken ? userToken(account, arrival) : jsonAnswer(200, { users: [] })),
          wrong,
        );
      }
      if (path.includes('/client/')) {
        const logout = path.endsWith('/logout');
        return verifiedBy(
          client,
          arrival,
          () => (logout ? jsonAnswer(204, undefined) : jsonAnswer(200, {})),
          wrong,
        );
      }
      return verifiedBy(basic, arrival, ({ account }) => jsonAnswer(200, { devApp: account }), wrong);
    },
  };
};
