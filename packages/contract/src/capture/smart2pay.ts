import { memoryDirectory } from '@countersign/core';
import { smart2pay } from '@countersign/providers';
import { accountOf, jsonAnswer, type MakeProvider, notJson, secretsOf } from './capture-provider.ts';
import { verifiedBy } from './verified-by.ts';

/** Basic, with the SiteID and the API key, on every path. */
export const captureSmart2pay: MakeProvider = ({ credentials, clock }) => {
  const site = credentials.pair('account');
  const verifier = smart2pay({ directory: memoryDirectory([accountOf(site)]), clock });
  return {
    secrets: new Set(secretsOf(site)),
    receive: (arrival) =>
      verifiedBy(
        verifier,
        arrival,
        () => {
          const { method } = arrival.request;
          if (/^\/v1\/methods\b/.test(arrival.path)) return jsonAnswer(200, { Methods: [] });
          if (method === 'GET') return jsonAnswer(200, { Payments: [] });
          return jsonAnswer(201, {
            Payment: { ID: 1, SiteID: Number(site.id), Status: { ID: 1, Info: 'Open', Reasons: [] } },
          });
        },
        notJson(arrival),
      ),
  };
};
