import { memoryDirectory, memoryReplayGuard } from '@countersign/core';
import { expect, test, vi } from 'vitest';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { signAuth } from '../../../test/support/sign-auth.ts';
import { usernameToken } from './username-token.ts';

const good = signAuth({ login: 'site', secret: 'not-a-real-key', seed: '2026-01-02T03:04:05Z' });
const directory = memoryDirectory([{ id: 'site', secrets: ['not-a-real-key'] }]);
const verifier = usernameToken({ directory, replay: memoryReplayGuard() });

test.each([
  { what: 'a token', json: { auth: good }, claimant: { account: 'site' } },
  { what: 'a wrong digest', json: { auth: { ...good, tranKey: 'AAAA' } }, claimant: { account: 'site' } },
  { what: 'the login alone', json: { auth: { login: 'site' } }, claimant: { account: 'site' } },
  { what: 'another login', json: { auth: { ...good, login: 'nobody' } }, claimant: { account: 'nobody' } },
  {
    what: 'a login of 1,024 characters',
    json: { auth: { login: 'a'.repeat(1024) } },
    claimant: { account: 'a'.repeat(1024) },
  },
  { what: 'a login of 1,025 characters', json: { auth: { login: 'a'.repeat(1025) } }, claimant: {} },
  { what: 'an empty login', json: { auth: { ...good, login: '' } }, claimant: {} },
  { what: 'no login', json: { auth: { ...good, login: undefined } }, claimant: {} },
  { what: 'a login that is a list', json: { auth: { ...good, login: ['site'] } }, claimant: {} },
  { what: 'a login that is inherited', json: { auth: Object.create(good) }, claimant: {} },
  { what: 'no auth', json: {}, claimant: undefined },
  { what: 'an auth that is a list', json: { auth: [good] }, claimant: undefined },
])('of $what', async ({ json, claimant }) => {
  const find = vi.spyOn(directory, 'find');
  const request = inboundRequest({ json });
  expect(await verifier.claimant?.(request)).toEqual(claimant);
  expect(find).not.toHaveBeenCalled();
  find.mockRestore();
  const { outcome } = await verifier.verify(request);
  expect(outcome === 'absent').toBe(claimant === undefined);
});

test.each([
  { kind: 'too-large', claimant: {} },
  { kind: 'absent', claimant: undefined },
  { kind: 'malformed', claimant: undefined },
  { kind: 'unsupported', claimant: undefined },
] as const)('of a body that is $kind', async ({ kind, claimant }) => {
  expect(await verifier.claimant?.(inboundRequest({ body: { kind } }))).toEqual(claimant);
});
