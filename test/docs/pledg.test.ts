import { tokenIssuer } from '@countersign/bearer';
import { type Claim, memoryDirectory } from '@countersign/core';
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
import { inboundRequest } from '../support/inbound-request.ts';
import { signedToken } from '../support/signed-token.ts';

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

  const merchants = memoryDirectory([
    { id: 'mer', secrets: ['new', { value: 'old', notAfter: now }] },
    { id: 'closed', secrets: ['new'], status: 'inactive' },
  ]);
  const find = (id: string) => merchants.find(id.toLowerCase());
  const parameters = pledg.signedParameters({ directory: { find }, clock });
  const once = (claim: Claim) =>
    pledg.signedParameters({ directory: { find }, clock, replay: { claim: async () => claim } });
  const link = (key: string, data: object = { merchantUid: 'mer' }, more = {}, alg = 'HS256') =>
    signedToken({ header: { alg }, claims: { data, ...more }, key, algorithm: 'HS256' });
  const asked = (query: string, parts = {}) =>
    inboundRequest({ method: 'GET', target: `/purchase?${query}`, ...parts });
  const signed = (token: string) => asked(`signature=${token}`);
  const reference = { merchantUid: 'mer', reference: 'R' };
  const refusedParameters: Refused[] = [
    { reason: 'absent', verifier: parameters, request: asked('merchantUid=mer') },
    { reason: 'credentials-malformed', verifier: parameters, request: asked('signature=a&signature=b') },
    { reason: 'token-malformed', verifier: parameters, request: signed('x') },
    {
      reason: 'token-algorithm-not-allowed',
      verifier: parameters,
      request: signed(link('new', undefined, {}, 'none')),
    },
    { reason: 'account-unknown', verifier: parameters, request: signed(link('new', { merchantUid: 'x' })) },
    { reason: 'proof-mismatch', verifier: parameters, request: signed(link('x')) },
    {
      reason: 'token-claim-mismatch',
      verifier: parameters,
      request: signed(link('new', { merchantUid: 'MER' })),
    },
    { reason: 'token-claim-missing', verifier: once('fresh'), request: signed(link('new')) },
    { reason: 'token-expired', verifier: parameters, request: signed(link('new', undefined, { exp: 1 })) },
    { reason: 'replayed', verifier: once('seen'), request: signed(link('new', reference)) },
    { reason: 'seed-before-watermark', verifier: once('too-old'), request: signed(link('new', reference)) },
    { reason: 'credentials-expired', verifier: parameters, request: signed(link('old')) },
    {
      reason: 'account-inactive',
      verifier: parameters,
      request: signed(link('new', { merchantUid: 'closed' })),
    },
    { reason: 'body-too-large', verifier: parameters, request: asked('', { body: { kind: 'too-large' } }) },
  ];

  test('the page is what is answered', async () => {
    expect(distinct(documented('pledg', 'status'))).toEqual(
      distinct(await answersOf([...refused, ...refusedParameters])),
    );
  });
});
