import { type ProfileName, runContract } from '@countersign/contract';
import { expect, test } from 'vitest';
import { createAuthority } from '../support/authority.ts';
import { blocksOf } from '../support/document.ts';

const page = 'docs/contract.md';

/** In the order of the page. */
const profiles: readonly (readonly ProfileName[])[] = [
  ['basic', 'api-key-header', 'smart2pay'],
  ['basic', 'api-key-header', 'smart2pay'],
  ['token-endpoint'],
  ['bearer'],
  ['bearer'],
  ['connectpay'],
  ['pledg'],
  ['username-token', 'placetopay', 'placetopay-soap'],
  ['username-token', 'placetopay', 'placetopay-soap'],
  ['client-certificate', 'connectpay-mtls'],
];

/** Those that know what to ask for. */
const withRequest: readonly ProfileName[] = ['smart2pay', 'placetopay', 'placetopay-soap', 'connectpay-mtls'];

const authority = await createAuthority({ commonName: 'Test CA' });
const { chainPem, keyPem } = await authority.issueClient({ commonName: 'ConnectPay' });

/** With what would be in the files that an example names. */
const withPem = (block: string) =>
  block
    .replaceAll(/"[a-z]+-chain\.pem"/g, JSON.stringify(chainPem))
    .replaceAll(/"[a-z]+-key\.pem"/g, JSON.stringify(keyPem));

const examples = blocksOf(page, 'json').map((block) => JSON.parse(withPem(block)) as object);

test('every example of credentials is one of these', () => {
  expect(examples).toHaveLength(profiles.length);
});

const documented = profiles.flatMap((names, place) =>
  names.map((profile) => ({ profile, credentials: examples[place] })),
);

test.each(documented)('the example for $profile lacks nothing', async ({ profile, credentials }) => {
  // Without a case: what is asked for is asked for before any.
  const { results } = await runContract({ target: () => {}, profile, credentials, only: () => false });
  expect(results).toEqual([]);
});

test.each(documented)(
  'without its first field $profile says what is missing',
  async ({ profile, credentials }) => {
    const [first = '', ...others] = Object.keys(credentials ?? {});
    // A request that a provider documents may be left out.
    const missing = withRequest.includes(profile) ? 'account' : first;
    const rest = Object.fromEntries(Object.entries(credentials ?? {}).filter(([name]) => name !== missing));
    expect(others).not.toEqual([]);
    await expect(
      runContract({ target: () => {}, profile, credentials: rest, only: () => false }),
    ).rejects.toThrow(new RegExp(`^${missing} must be `, 'm'));
  },
);
