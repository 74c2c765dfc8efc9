import {
  type Account,
  type Directory,
  type Explanation,
  memoryDirectory,
  memoryReplayGuard,
  type Principal,
  type Verifier,
} from '@countersign/core';
import { usernameToken } from '@countersign/username-token';
import { expect } from 'vitest';
import { inboundRequest } from './inbound-request.ts';
import { movableClock } from './movable-clock.ts';
import { signAuth } from './sign-auth.ts';

export const seed = '2026-01-02T03:04:05Z';
export const login = 'site';
export const secret = 'not-a-real-key';
export const nonce = 'nonce-0001';
export const site: Account = { id: login, secrets: ['another-key', secret] };
export const good = signAuth({ login, secret, seed, nonce });

/** A verifier of one site, at the instant of the seed. */
export function siteVerifier(
  account: Account = site,
  directory: Directory = memoryDirectory([account]),
): Verifier<Principal> {
  const clock = movableClock(seed);
  return usernameToken({ directory, replay: memoryReplayGuard({ clock, rememberedSince: 0 }), clock });
}

/** What is said of an `auth`, and that it tells nothing secret and changes no verdict. */
export async function explained(auth: unknown, account?: Account, directory?: Directory) {
  const request = inboundRequest({ json: { auth } });
  const explain: Explanation = [];
  const verdict = await siteVerifier(account, directory).verify(request, { explain });
  expect(verdict).toEqual(await siteVerifier(account, directory).verify(request));
  for (const text of [secret, good.tranKey, good.nonce, nonce]) {
    expect(JSON.stringify(explain)).not.toContain(text);
  }
  return {
    reason: verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome,
    explain,
    hints: explain.flatMap((check) => check.hint ?? []),
  };
}
