import { casesFor, type ProfileName, runContract } from '@countersign/contract';
import { type Sandbox, startSandbox } from '@countersign/sandbox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ContractCertificates, contractCertificates, pairs } from './contract-certificates.ts';

let own: ContractCertificates;
let sandbox: Sandbox;

beforeAll(async () => {
  own = await contractCertificates();
  sandbox = await startSandbox({ accounts: { connectpay: own.accounts }, trustAnchors: own.trustAnchors });
});

afterAll(async () => {
  await sandbox.close();
  await own[Symbol.asyncDispose]();
});

/** The sandbox serves everything under one name. */
const notOfTheSandbox = (id: string) => id.startsWith('two-way-host/');

// The runner of the whole catalogue waits for no more than this.
const PROFILE_MILLISECONDS = 10_000;

function credentials() {
  const { certificates } = own;
  const { id } = pairs.closingAccount;
  const statusOf = (status: string) => ({
    method: 'PATCH',
    path: `/_sandbox/accounts/connectpay/${id}`,
    headers: { 'Content-Type': 'application/json' },
    body: { status },
  });
  const { qwac, qwacOtherRole, qseal } = certificates;
  return {
    ...pairs,
    certificates,
    closing: {
      certificate: certificates.closing,
      account: pairs.closingAccount,
      close: statusOf('inactive'),
      reopen: statusOf('active'),
    },
    psd2: { request: { method: 'GET', path: '/connectpay/psd2/accounts' }, qwac, qwacOtherRole, qseal },
  };
}

test.each<{ profile: ProfileName; more: object }>([
  { profile: 'connectpay-mtls', more: {} },
  { profile: 'client-certificate', more: { request: { method: 'GET', path: '/connectpay/mtls/accounts' } } },
])('the sandbox passes every case of $profile', async ({ profile, more }) => {
  const started = performance.now();
  const { results } = await runContract({
    target: sandbox.tlsUrl ?? '',
    ca: sandbox.certificates?.ca,
    profile,
    credentials: { ...credentials(), ...more },
  });
  // A case that is skipped has not been passed.
  expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  const ids = casesFor(profile).map(({ id }) => id);
  expect(results.map(({ id }) => id)).toEqual(ids.filter((id) => !notOfTheSandbox(id)));
  expect(performance.now() - started).toBeLessThan(PROFILE_MILLISECONDS);
});
