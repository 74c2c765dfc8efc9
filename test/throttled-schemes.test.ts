import { randomBytes } from 'node:crypto';
import { apiKeyHeader, basic } from '@countersign/basic';
import { bearer } from '@countersign/bearer';
import { clientCertificate } from '@countersign/client-certificate';
import {
  allOf,
  firstOf,
  hashSecret,
  type InboundRequest,
  memoryDirectory,
  memoryReplayGuard,
  memoryThrottle,
  throttle,
  type Verifier,
} from '@countersign/core';
import { connectpay, pledg, smart2pay } from '@countersign/providers';
import { usernameToken } from '@countersign/username-token';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type IssuedCertificate, presented } from './support/authority.ts';
import { basicOf } from './support/call.ts';
import { inboundRequest } from './support/inbound-request.ts';
import { issueAuthority, issueLeaf, NOW } from './support/issued-chain.ts';
import { signAuth } from './support/sign-auth.ts';
import { signedToken } from './support/signed-token.ts';

const seed = '2026-01-02T03:04:05Z';
const clock = () => NOW;
const key = randomBytes(32);
const root = await issueAuthority('Root');
const stranger = await issueLeaf(await issueAuthority('Strangers'));
const unattached = await issueLeaf(root);
const directory = memoryDirectory([
  { id: 'site', secrets: ['secret'] },
  { id: '30201', secrets: ['secret'] },
]);
const find = vi.spyOn(directory, 'find');
beforeEach(() => void find.mockClear());

const basicRequest = (id: string, secret: string) =>
  inboundRequest({ headers: { authorization: basicOf(id, secret) } });
const tokenRequest = (token: string) => inboundRequest({ headers: { authorization: `Bearer ${token}` } });
const tokenOf = (by: Uint8Array) => {
  const iat = NOW / 1000;
  return signedToken({ header: { alg: 'HS256' }, claims: { sub: 'site', iat, exp: iat + 600 }, key: by });
};
const authRequest = (login: string, secret: string, nonce: string) =>
  inboundRequest({ json: { auth: signAuth({ login, secret, seed, nonce }) } });
const certificateRequest = (leaf: IssuedCertificate, headers = {}) =>
  inboundRequest({ headers, transport: { clientCertificate: presented(leaf) } });

const tokenFor = (merchantUid: string, by: string) =>
  signedToken({ header: { alg: 'HS256' }, claims: { data: { merchantUid } }, key: by });

const limits = { failuresPerPair: 3, failuresPerAddress: 5 };
const guarded = (verifier: Verifier) =>
  throttle(verifier, {
    ...limits,
    store: memoryThrottle({ pairCapacity: 100, addressCapacity: 100, clock }),
  });

async function saidTo(verifier: Verifier, requests: readonly InboundRequest[]): Promise<string[]> {
  const said: string[] = [];
  for (const request of requests) {
    const verdict = await verifier.verify(request);
    said.push(verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome);
  }
  return said;
}

const repeat = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

interface Scheme {
  readonly what: string;
  readonly verifier: Verifier;
  readonly wrong: (i: number) => InboundRequest;
  readonly reason: string;
  /** Failures that are judged before all is throttled. */
  readonly judged: number;
}

const replay = memoryReplayGuard({ clock, rememberedSince: 0 });
const certificates = clientCertificate({ directory, trustAnchors: root.pem, clock });
const tokens = bearer({ keys: [{ key }], algorithms: ['HS256'], maxLifetimeSeconds: 600, clock, directory });
const pairs = basic({ directory, realm: 'Test', clock });

const schemes: readonly Scheme[] = [
  {
    what: 'Basic at one account',
    verifier: pairs,
    wrong: () => basicRequest('site', 'wrong'),
    reason: 'proof-mismatch',
    judged: 3,
  },
  {
    what: 'Basic at made-up accounts',
    verifier: pairs,
    wrong: (i) => basicRequest(`made-up-${i}`, 'wrong'),
    reason: 'account-unknown',
    judged: 5,
  },
  {
    what: 'Basic that cannot be read',
    verifier: pairs,
    wrong: () => inboundRequest({ headers: { authorization: 'Basic %%%' } }),
    reason: 'credentials-malformed',
    judged: 5,
  },
  {
    what: 'Smart2Pay at one site',
    verifier: smart2pay({ directory, clock }),
    wrong: () => basicRequest('30201', 'wrong'),
    reason: 'proof-mismatch',
    judged: 3,
  },
  {
    what: 'Pledg at one client, in as many spellings',
    verifier: pledg.tokenClients({ directory, clock }),
    wrong: (i) => basicRequest([...'site'].map((c, j) => (j === i % 4 ? escaped(c) : c)).join(''), 'wrong'),
    reason: 'proof-mismatch',
    judged: 3,
  },
  {
    what: 'an API key of one account',
    verifier: apiKeyHeader({ directory, header: 'x-api-key', clock }),
    wrong: () => inboundRequest({ headers: { 'x-api-key': basicOf('site', 'wrong') } }),
    reason: 'proof-mismatch',
    judged: 3,
  },
  {
    what: 'a username token of one login',
    verifier: usernameToken({ directory, replay, clock }),
    wrong: (i) => authRequest('site', 'wrong', `nonce-${i}`),
    reason: 'proof-mismatch',
    judged: 3,
  },
  {
    what: 'a bearer token that somebody else signed',
    verifier: tokens,
    wrong: () => tokenRequest(tokenOf(randomBytes(32))),
    reason: 'proof-mismatch',
    judged: 5,
  },
  {
    what: 'a certificate of an authority that is not trusted',
    verifier: certificates,
    wrong: () => certificateRequest(stranger),
    reason: 'certificate-untrusted',
    judged: 5,
  },
  {
    what: 'a certificate that nobody has attached',
    verifier: certificates,
    wrong: () => certificateRequest(unattached),
    reason: 'certificate-not-attached',
    judged: 5,
  },
  {
    what: 'parameters that were signed for one merchant',
    verifier: pledg.signedParameters({ directory, clock }),
    wrong: (i) => inboundRequest({ json: { signature: tokenFor('site', `wrong ${i}`) } }),
    reason: 'proof-mismatch',
    judged: 3,
  },
  {
    what: 'parameters that were signed for made-up merchants',
    verifier: pledg.signedParameters({ directory, clock }),
    wrong: (i) => inboundRequest({ json: { signature: tokenFor(`made-up-${i}`, 'wrong') } }),
    reason: 'account-unknown',
    judged: 5,
  },
  {
    what: 'a request that was signed for one DevApp',
    verifier: connectpay.merchant({ directory, clock, authority: 'api.example.com' }),
    wrong: () =>
      inboundRequest({ headers: { authorization: basicOf('site', 'secret'), 'x-signature': 'AAAA' } }),
    reason: 'proof-mismatch',
    judged: 3,
  },
  {
    what: 'Basic beside bearer tokens',
    verifier: firstOf(tokens, pairs),
    wrong: () => basicRequest('site', 'wrong'),
    reason: 'proof-mismatch',
    judged: 3,
  },
];

describe.each(schemes)('$what', ({ verifier, wrong, reason, judged }) => {
  test('is judged $judged times and throttled then', async () => {
    const said = await saidTo(guarded(verifier), repeat(judged + 2, wrong));
    expect(said).toEqual([...repeat(judged, () => reason), 'throttled', 'throttled']);
  });

  test('is absent without a credential, throttled or not', async () => {
    const throttled = guarded(verifier);
    await saidTo(throttled, repeat(judged + 1, wrong));
    expect(await saidTo(throttled, [inboundRequest()])).toEqual(['absent']);
  });
});

test('who is proven and refused all the same is not throttled', async () => {
  const clients = memoryDirectory([{ id: 'closed', secrets: ['secret'], status: 'inactive' }]);
  const verifier = guarded(usernameToken({ directory: clients, replay, clock }));
  expect(
    await saidTo(
      verifier,
      repeat(8, (i) => authRequest('closed', 'secret', `closed-${i}`)),
    ),
  ).toEqual(repeat(8, () => 'account-inactive'));
});

test('a replay is not throttled', async () => {
  const verifier = guarded(usernameToken({ directory, replay, clock }));
  expect(
    await saidTo(
      verifier,
      repeat(8, () => authRequest('site', 'secret', 'again')),
    ),
  ).toEqual(['accepted', ...repeat(7, () => 'replayed')]);
});

const slow = memoryDirectory([
  { id: 'site', secrets: [await hashSecret('secret', { algorithm: 'scrypt', ln: 10 })] },
]);

describe('a slow hash', () => {
  test('of 64 wrong guesses at once is looked up and derived no more often than the limit allows', async () => {
    const lookedUp = vi.spyOn(slow, 'find');
    const verifier = guarded(basic({ directory: slow, realm: 'Test' }));
    const verdicts = await Promise.all(
      repeat(64, (i) => verifier.verify(basicRequest('site', `wrong-${i}`))),
    );
    expect(lookedUp).toHaveBeenCalledTimes(3);
    expect(
      verdicts.filter((verdict) => verdict.outcome === 'rejected' && verdict.reason === 'throttled'),
    ).toHaveLength(61);
    lookedUp.mockClear();
    await saidTo(verifier, [basicRequest('site', 'secret')]);
    expect(lookedUp).not.toHaveBeenCalled();
  });

  test('of 64 right requests at once lets all of them in', async () => {
    const verifier = guarded(basic({ directory: slow, realm: 'Test' }));
    const verdicts = await Promise.all(repeat(64, () => verifier.verify(basicRequest('site', 'secret'))));
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(repeat(64, () => 'accepted'));
  });
});

test('mutual TLS with Basic counts by the account that Basic names', async () => {
  const both = guarded(allOf(certificates, pairs));
  const request = (id: string) => certificateRequest(stranger, { authorization: basicOf(id, 'secret') });
  expect(await saidTo(both, [...repeat(4, () => request('site')), request('30201')])).toEqual([
    ...repeat(3, () => 'certificate-untrusted'),
    'throttled',
    'certificate-untrusted',
  ]);
  expect(find).not.toHaveBeenCalled();
});

function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16)}`;
}
