import { randomBytes } from 'node:crypto';
import { memoryDirectory } from '@countersign/core';
import { pledg } from '@countersign/providers';
import { accountOf, jsonAnswer, type MakeProvider, notJson, secretsOf } from './capture-provider.ts';
import { tokenRequest, verifiedBy } from './verified-by.ts';

/** A token from `POST /api/token`, and the token on every other path; the dashboard's own account on `/api/users`. */
export const capturePledg: MakeProvider = ({ credentials, clock }) => {
  const client = credentials.pair('account');
  const user = credentials.optionalPair('dashboard');
  const directory = memoryDirectory([accountOf(client)]);
  const key = randomBytes(32);
  const clients = pledg.tokenClients({ directory, clock });
  const issuer = pledg.tokenIssuer({ key, clock });
  const bearer = pledg.bearer({ directory, clock, keys: [{ key }] });
  const dashboard = pledg.dashboard({ directory: memoryDirectory(user ? [accountOf(user)] : []), clock });
  const secrets = new Set([...secretsOf(client), ...(user ? secretsOf(user) : [])]);
  return {
    secrets,
    receive(arrival) {
      if (arrival.path === '/api/token') {
        return tokenRequest(arrival, { clients, issuer }, (token) => secrets.add(token));
      }
      if (/^\/api\/users\b/.test(arrival.path)) {
        return verifiedBy(
          dashboard,
          arrival,
          ({ account }) => jsonAnswer(200, { email: account }),
          notJson(arrival),
        );
      }
      const [, uid] = /^\/api\/purchases\/([^/]+)\//.exec(arrival.path) ?? [];
      return verifiedBy(bearer, arrival, () => jsonAnswer(200, { uid, status: 'ok' }), notJson(arrival));
    },
  };
};
