import type { Account } from '@countersign/core';
import { demoAccounts, type LoggedRequest, type Sandbox } from '@countersign/sandbox';
import { expect } from 'vitest';
import { call } from './call.ts';

const accounts: readonly Account[] = Object.values(demoAccounts).flat();
const secrets = accounts.flatMap((account) => (account.secrets ?? []).map(String));

/**
 * What a sandbox logs of the one request that is sent to it, read as its inspector reads it: every hint, in order.
 * Nothing secret is in it.
 */
export async function loggedHints(sandbox: Sandbox, send: () => Promise<unknown>) {
  const url = `${sandbox.url}/_sandbox/requests`;
  await call(url, { method: 'DELETE' });
  await send();
  const log = await call(url);
  const [request, ...others] = log.json as LoggedRequest[];
  if (!request || others.length > 0) throw new Error(`${others.length} requests were logged beside the one`);
  const explanation = JSON.stringify(request.checks);
  for (const secret of [...secrets, 'eyJ', 'PRIVATE KEY']) expect(explanation).not.toContain(secret);
  const { outcome, reason = outcome, status, checks } = request;
  return { status, reason, checks, hints: checks.flatMap(({ hint }) => hint ?? []) };
}
