import { casesFor, type ProfileName, profileNames, runContract } from '@countersign/contract';
import { expect, test } from 'vitest';
import { runningSandbox } from '../support/running-sandbox.ts';
import { contractAccounts, sandboxCredentials } from './sandbox-credentials.ts';

const sandbox = runningSandbox({ tlsPort: false, accounts: contractAccounts });

// The runner of the whole catalogue waits for no more than this.
const PROFILE_MILLISECONDS = 10_000;

/** Left out where the credentials do not say that the server wants it, and so does the sandbox. */
const notOfTheSandbox = ['public-psu-ip/takes-an-address-of-nobody'];

/** Passed over TLS, in a test of their own. */
const overTls: readonly ProfileName[] = ['client-certificate', 'connectpay-mtls'];
const overHttp = profileNames.filter((name) => !overTls.includes(name));

test.each(overHttp)('the sandbox passes every case of %s', async (profile) => {
  const started = performance.now();
  const credentials = sandboxCredentials(sandbox())[profile];
  const { results } = await runContract({ target: sandbox().url, profile, credentials });
  // A case that is skipped has not been passed.
  expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  const ids = casesFor(profile).map(({ id }) => id);
  expect(results.map(({ id }) => id)).toEqual(ids.filter((id) => !notOfTheSandbox.includes(id)));
  expect(performance.now() - started).toBeLessThan(PROFILE_MILLISECONDS);
});

test('a client that has no key is tested with tokens from the token endpoint', async () => {
  const { results } = await runContract({
    target: sandbox().url,
    profile: 'bearer',
    credentials: {
      request: { method: 'POST', path: '/api/purchases/pur_demo/release' },
      tokenEndpoint: { path: '/api/token', client: { id: 'your_key', secret: 'your_secret' } },
    },
  });
  const named = (wanted: string) =>
    results.filter(({ outcome }) => outcome === wanted).map(({ name }) => name);
  expect(named('failed')).toEqual([]);
  expect(named('passed')).toEqual(expect.arrayContaining(['refuses-a-right-token', 'takes-alg-none']));
  expect(named('skipped')).toEqual(
    expect.arrayContaining(['takes-an-expired-token', 'takes-a-revoked-token']),
  );
  expect(results.find(({ name }) => name === 'takes-an-expired-token')?.reason).toMatch(/^needs signing: /);
});
