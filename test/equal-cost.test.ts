import { createHmac, hash, scrypt, timingSafeEqual, verify } from 'node:crypto';
import { apiKeyHeader, basic } from '@countersign/basic';
import {
  type Account,
  hashSecret,
  type InboundRequest,
  memoryDirectory,
  memoryReplayGuard,
  type Verifier,
} from '@countersign/core';
import { rsaSignature, signedPayload } from '@countersign/request-signature';
import { usernameToken } from '@countersign/username-token';
import { beforeAll, expect, test, vi } from 'vitest';
import { basicOf } from './support/call.ts';
import { inboundRequest } from './support/inbound-request.ts';
import { placetopayAuth } from './support/placetopay-auth.ts';
import { otherPair, signRequest } from './support/sign-request.ts';
import { signedToken } from './support/signed-token.ts';

// Not the time that a refusal takes, which no test can tell, but the work that is done for it.
vi.mock('node:crypto', async (importOriginal) => {
  const original = await importOriginal<typeof import('node:crypto')>();
  return {
    ...original,
    hash: vi.fn(original.hash),
    scrypt: vi.fn(original.scrypt),
    timingSafeEqual: vi.fn(original.timingSafeEqual),
    createHmac: vi.fn(original.createHmac),
    verify: vi.fn(original.verify),
  };
});

const counters = [hash, scrypt, timingSafeEqual].map((counted) => vi.mocked(counted).mock);

const plain: Account = { id: 'known', secrets: ['secret'] };
let slow: Account;
beforeAll(async () => {
  slow = { id: 'known', secrets: [await hashSecret('secret', { algorithm: 'scrypt', ln: 4 })] };
});

const verifiers: Record<string, (account: Account) => Verifier> = {
  basic: (account) => basic({ directory: memoryDirectory([account]), realm: 'Test' }),
  'api-key-header': (account) => apiKeyHeader({ directory: memoryDirectory([account]), header: 'x-key' }),
  'username-token': (account) =>
    usernameToken({
      directory: memoryDirectory([account]),
      replay: memoryReplayGuard({ rememberedSince: 0 }),
    }),
};

/** A request with every credential of this account at once. */
function requestOf(id: string, secret: string) {
  const pair = basicOf(id, secret);
  const json = { auth: placetopayAuth({ login: id, secretKey: secret }) };
  return inboundRequest({ headers: { authorization: pair, 'x-key': pair }, json });
}

async function workFor(verifier: Verifier, id: string): Promise<{ reason: unknown; work: number[] }> {
  const request = requestOf(id, 'wrong');
  const before = counters.map(({ calls }) => calls.length);
  const verdict = await verifier.verify(request);
  const work = counters.map(({ calls }, index) => calls.length - (before[index] ?? 0));
  return { reason: verdict.outcome === 'rejected' && verdict.reason, work };
}

test.each<{ scheme: string; verifier: Verifier; request: (id: string) => InboundRequest; proofs: number[] }>([
  {
    scheme: 'rsa-signature',
    verifier: rsaSignature({
      directory: memoryDirectory([{ id: 'known', publicKeys: [otherPair.publicKey] }]),
      account: ({ headers }) => headers.all('x-account')[0],
      authority: 'api.example.com',
    }),
    request: (id) =>
      inboundRequest({ headers: { 'x-account': id, 'x-signature': signRequest({ url: 'x' }) } }),
    proofs: [0, 1],
  },
  {
    scheme: 'signed-payload',
    verifier: signedPayload({ directory: memoryDirectory([plain]), accountPath: ['id'] }),
    request: (id) =>
      inboundRequest({
        json: { signature: signedToken({ header: { alg: 'HS256' }, claims: { id }, key: 'wrong' }) },
      }),
    proofs: [1, 0],
  },
])(
  '$scheme: an unknown account costs what a wrong signature costs',
  async ({ verifier, request, proofs }) => {
    const counted = [vi.mocked(createHmac).mock, vi.mocked(verify).mock];
    const workOf = async (id: string) => {
      const one = request(id);
      const before = counted.map(({ calls }) => calls.length);
      const verdict = await verifier.verify(one);
      const work = counted.map(({ calls }, index) => calls.length - (before[index] ?? 0));
      return { reason: verdict.outcome === 'rejected' && verdict.reason, work };
    };
    expect(await workOf('known')).toEqual({ reason: 'proof-mismatch', work: proofs });
    expect(await workOf('unknown')).toEqual({ reason: 'account-unknown', work: proofs });
  },
);

test.each([
  { scheme: 'basic', secrets: 'plain', slowHashes: 0 },
  { scheme: 'basic', secrets: 'slow', slowHashes: 1 },
  { scheme: 'api-key-header', secrets: 'plain', slowHashes: 0 },
  { scheme: 'api-key-header', secrets: 'slow', slowHashes: 1 },
  { scheme: 'username-token', secrets: 'plain', slowHashes: 0 },
])(
  '$scheme: an unknown account costs what a wrong $secrets secret costs',
  async ({ scheme, secrets, slowHashes }) => {
    const verifier = verifiers[scheme]?.(secrets === 'slow' ? slow : plain);
    if (!verifier) throw new Error(`no ${scheme}`);
    const known = await workFor(verifier, 'known');
    const unknown = await workFor(verifier, 'unknown');
    expect([known.reason, unknown.reason]).toEqual(['proof-mismatch', 'account-unknown']);
    expect(unknown.work).toEqual(known.work);
    const [hashes, derivations, comparisons] = known.work;
    expect(hashes).toBeGreaterThan(0);
    expect(derivations).toBe(slowHashes);
    expect(comparisons).toBeGreaterThan(0);
  },
);
