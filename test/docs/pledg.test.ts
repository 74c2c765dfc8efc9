import { tokenIssuer } from '@countersign/bearer';
import { memoryDirectory } from '@countersign/core';
import { pledg } from '@countersign/providers';
import { describe, expect, test } from 'vitest';
import {
  answersOf,
  bearerRequest,
  clock,
  distinct,
  documented,
  now,
  type Refused,
} from '../support/documented-refusals.ts';

describe('Pledg', () => {
  const directory = memoryDirectory([
    { id: 'client', secrets: ['s'] },
    { id: 'closed', secrets: ['s'], status: 'inactive' },
  ]);
  const key = Buffer.alloc(32, 1);
  const verifier = pledg.bearer({ directory, keys: [{ key }], clock });
  const issued = async (options: Partial<Parameters<typeof tokenIssuer>[0]>, account = 'client') => {
    const issuer = tokenIssuer({ key, algorithm: 'HS256', lifetimeSeconds: 600, clock, ...options });
    return bearerRequest((await issuer.issue({ account })).accessToken);
  };
  const refused: Refused[] = [
    { reason: 'token-expired', verifier, request: issued({ clock: () => now - 600_000 }) },
    { reason: 'token-lifetime-too-long', verifier, request: issued({ lifetimeSeconds: 601 }) },
    { reason: 'token-key-unknown', verifier, request: issued({ kid: 'other' }) },
    {
      reason: 'token-algorithm-not-allowed',
      verifier,
      request: issued({ algorithm: 'HS512', key: Buffer.alloc(64, 1) }),
    },
    { reason: 'proof-mismatch', verifier, request: issued({ key: Buffer.alloc(32, 2) }) },
    { reason: 'account-inactive', verifier, request: issued({}, 'closed') },
  ];

  test('the page is what is answered', async () => {
    expect(distinct(documented('pledg', 'status'))).toEqual(distinct(await answersOf(refused)));
  });
});
