import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';
import { hashSecret } from '@countersign/core';
import { type Sandbox, startSandbox } from '@countersign/sandbox';
import { expect, test } from 'vitest';
import { call } from '../support/call.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const shell = promisify(execFile);

/** What each line is answered with, by the account that it is accepted for. */
async function acceptedFor({ curlLines, requests }: Sandbox): Promise<Record<string, string | undefined>> {
  const accounts: Record<string, string | undefined> = {};
  for (const { provider, command } of curlLines) {
    await shell('sh', ['-c', command]);
    const [{ outcome, account } = { outcome: 'none' }] = requests();
    accounts[provider] = outcome === 'accepted' ? account : outcome;
  }
  return accounts;
}

test('the lines are of the first account that each is accepted for', async () => {
  const past = Date.now() - 1000;
  await using sandbox = await startSandbox({
    accounts: {
      smart2pay: [
        { id: '1', secrets: ['a'], status: 'inactive' },
        { id: '2', secrets: [await hashSecret('b')] },
        { id: '3', secrets: [{ value: 'c', notAfter: past }] },
        { id: '4', secrets: [{ value: 'd', notAfter: past }, 'e'] },
      ],
      connectpay: [
        { id: 'first', secrets: [await hashSecret('f')] },
        { id: 'second', secrets: ['g'] },
      ],
      pledgMerchants: [{ id: 'm', secrets: ['h'], status: 'expired' }],
      placetopay: [
        { id: 'old', secrets: ['i'], digests: ['sha1'] },
        { id: 'new', secrets: ['j'] },
      ],
    },
  });
  expect(await acceptedFor(sandbox)).toEqual({
    Smart2Pay: '4',
    ConnectPay: 'second',
    'ConnectPay, mutual TLS': 'second',
    'ConnectPay, PSD2': 'first',
    Placetopay: 'new',
    'Placetopay, SOAP': 'new',
  });
});

test('the lines work in any folder, wherever the sandbox was started', async () => {
  const elsewhere = join(temporaryFolder(), 'as', 'deep', 'as', 'this');
  mkdirSync(elsewhere, { recursive: true });
  const certificateFolder = relative(process.cwd(), join(temporaryFolder(), 'demo'));
  await using sandbox = await startSandbox({ certificateFolder });
  for (const { provider, command } of sandbox.curlLines) {
    await shell('sh', ['-c', command], { cwd: elsewhere });
    expect(sandbox.requests()[0]?.outcome, provider).toBe('accepted');
  }
});

test('the inspector’s are of the accounts as they are now, masked or not', async () => {
  await using sandbox = await startSandbox({
    tlsPort: false,
    accounts: {
      smart2pay: [
        { id: '1', secrets: [{ value: 'a', notAfter: Date.now() + 60_000 }] },
        { id: '2', secrets: ['b'] },
      ],
    },
  });
  const shown = async (query: string) =>
    (await call(`${sandbox.url}/_sandbox/curl-lines${query}`)).text.match(/-u '[^']*'/g);
  expect([await shown(''), await shown('?secrets=shown')]).toEqual([["-u '1:••••••••'"], ["-u '1:a'"]]);
  sandbox.clock.offsetSeconds = 120;
  expect([await shown(''), await shown('?secrets=shown')]).toEqual([["-u '2:••••••••'"], ["-u '2:b'"]]);
});
