import { type ProviderName, startSandbox } from '@countersign/sandbox';
import { describe, expect, test } from 'vitest';
import { call } from '../support/call.ts';
import { runningSandbox } from '../support/running-sandbox.ts';

// A path of each provider that asks for credentials, and how the provider begins its answer to who has none.
const asked = {
  smart2pay: { path: '/v1/methods', status: 401, says: 'Message' },
  connectpay: { path: '/baas-sca/user-management/partner/users', status: 401, says: 'title' },
  pledg: { path: '/api/users/me', status: 401, says: 'title' },
  placetopay: { path: '/gateway/information', status: 405, says: 'status' },
} satisfies Record<ProviderName, object>;

const names = Object.keys(asked) as ProviderName[];
const problem = { type: 'about:blank', title: 'Not Found', status: 404 };

describe.each(names)('a sandbox of %s alone', (mounted) => {
  const sandbox = runningSandbox({ providers: [mounted] });

  test('serves it, and answers 404 in nobody’s form where the others would be', async () => {
    for (const name of names) {
      const { path, status, says } = asked[name];
      const answer = await call(`${sandbox().url}${path}`);
      if (name === mounted) {
        expect(answer.status).toBe(status);
        expect(answer.json).toHaveProperty(says);
      } else if (mounted === 'placetopay' && path.startsWith('/api/')) {
        // Paths under /api that are nobody's are Placetopay's, whose clients read a status object everywhere.
        expect(answer).toMatchObject({ status: 404, json: { status: { status: 'FAILED', reason: 404 } } });
      } else {
        expect(answer).toMatchObject({ status: 404, json: problem });
      }
    }
  });

  test('has curl lines for it, and accounts of it, and of no other', async () => {
    const { curlLines, accounts, url } = sandbox();
    const providers = curlLines.map(({ provider }) => provider.split(',')[0]?.toLowerCase());
    expect(new Set(providers)).toEqual(new Set([mounted]));
    const groups = Object.entries(accounts).filter(([, list]) => list.length > 0);
    expect(groups.every(([group]) => group.startsWith(mounted))).toBe(true);
    const listed = (await call(`${url}/_sandbox/accounts`)).json as { provider: string }[];
    expect(new Set(listed.map(({ provider }) => provider))).toEqual(new Set([mounted]));
  });
});

test('the token endpoint without a provider is there with Pledg', async () => {
  await using without = await startSandbox({ tlsPort: false, providers: ['placetopay'] });
  expect((await call(`${without.url}/oauth/token`, { method: 'POST' })).status).toBe(404);
  await using withPledg = await startSandbox({ tlsPort: false, providers: ['pledg'] });
  expect((await call(`${withPledg.url}/oauth/token`, { method: 'POST' })).status).toBe(401);
});

test('with no provider there is the inspector, and nothing else', async () => {
  await using sandbox = await startSandbox({ tlsPort: false, providers: [] });
  expect((await call(`${sandbox.url}/`)).status).toBe(200);
  expect(await call(`${sandbox.url}/api/session`)).toMatchObject({ status: 404, json: problem });
  expect(sandbox.curlLines).toEqual([]);
});
