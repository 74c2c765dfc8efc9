import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { type Account, memoryDirectory, type RevocationList } from '@countersign/core';
import { compactVerify } from 'jose/jws/compact/verify';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { movableClock } from '../../../test/support/movable-clock.ts';
import { signedToken } from '../../../test/support/signed-token.ts';
import { type BearerOptions, bearer } from './bearer.ts';
import { keySet } from './key-set.ts';
import { memoryRevocationList } from './memory-revocation-list.ts';
import { revoke } from './revoke.ts';

vi.mock('jose/jws/compact/verify', async (importOriginal) => {
  const jose = await importOriginal<typeof import('jose/jws/compact/verify')>();
  return { ...jose, compactVerify: vi.fn(jose.compactVerify) };
});
const signatureChecks = vi.mocked(compactVerify).mock;

const instant = '2026-01-02T03:04:05Z';
const iat = Date.parse(instant) / 1000;
const secret = randomBytes(32);
const tokenOf = (more: object = {}, kid = 'k', key: Buffer = secret) =>
  signedToken({
    header: { alg: 'HS256', kid },
    claims: { sub: 'site', iat, exp: iat + 600, jti: 'token-1', ...more },
    key,
  });

function setUp(options: Partial<BearerOptions> = {}) {
  const clock = movableClock(instant);
  const keys = keySet([{ kid: 'k', key: secret }]);
  const site = bearer({ keys, algorithms: ['HS256'], maxLifetimeSeconds: 600, clock, ...options });
  const use = async (token: string, headers: Record<string, string> = {}) => {
    const request = inboundRequest({ headers: { authorization: `Bearer ${token}`, ...headers } });
    const verdict = await site.verify(request);
    return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
  };
  return { clock, keys, site, use };
}

beforeEach(() => void vi.mocked(compactVerify).mockClear());

describe('what is remembered', () => {
  test('the signature of a token is verified once', async () => {
    const { use } = setUp();
    for (let i = 0; i < 3; i += 1) expect(await use(tokenOf())).toBe('accepted');
    expect(signatureChecks.calls).toHaveLength(1);
  });

  test('a wrong signature is verified every time', async () => {
    const { use } = setUp();
    const forged = tokenOf({}, 'k', randomBytes(32));
    for (let i = 0; i < 2; i += 1) expect(await use(forged)).toBe('proof-mismatch');
    expect(signatureChecks.calls).toHaveLength(2);
  });

  test('a check of a signature that fails for another reason is nobody’s wrong signature', async () => {
    const { use } = setUp();
    vi.mocked(compactVerify).mockRejectedValueOnce(new Error('no memory for it'));
    expect(await use(tokenOf())).toBe('unavailable');
    expect(await use(tokenOf())).toBe('accepted');
  });

  test('nothing is remembered where rememberedTokens is 0', async () => {
    const { use } = setUp({ rememberedTokens: 0 });
    for (let i = 0; i < 2; i += 1) expect(await use(tokenOf())).toBe('accepted');
    expect(signatureChecks.calls).toHaveLength(2);
  });

  test('past the bound the least recently used token is forgotten, and verified anew', async () => {
    const { use } = setUp({ rememberedTokens: 2 });
    const [a, b, c] = [tokenOf({ n: 1 }), tokenOf({ n: 2 }), tokenOf({ n: 3 })];
    for (const token of [a, b, a, c]) expect(await use(token)).toBe('accepted');
    expect(signatureChecks.calls).toHaveLength(3);
    expect(await use(a)).toBe('accepted');
    expect(signatureChecks.calls).toHaveLength(3);
    expect(await use(b)).toBe('accepted');
    expect(signatureChecks.calls).toHaveLength(4);
  });
});

test('each use of a remembered token has a principal of its own', async () => {
  const { site } = setUp({ psuIpAddress: {} });
  const principalFrom = async (address: string) => {
    const headers = { authorization: `Bearer ${tokenOf()}`, 'psu-ip-address': address };
    const verdict = await site.verify(inboundRequest({ headers }));
    return verdict.outcome === 'accepted' ? verdict.principal : undefined;
  };
  const [first, second] = [await principalFrom('203.0.113.7'), await principalFrom('203.0.113.8')];
  expect(first).toMatchObject({ account: 'site', tokenId: 'token-1', psuIpAddress: '203.0.113.7' });
  expect(second).toMatchObject({ account: 'site', tokenId: 'token-1', psuIpAddress: '203.0.113.8' });
  expect(await principalFrom('203.0.113.7')).not.toBe(first);
  expect(signatureChecks.calls).toHaveLength(1);
});

describe.each([{ rememberedTokens: 100 }, { rememberedTokens: 0 }])(
  'checked on every use, with $rememberedTokens remembered',
  (remembering) => {
    test('expiry, both sides', async () => {
      const { clock, use } = setUp(remembering);
      expect(await use(tokenOf())).toBe('accepted');
      clock.advance({ seconds: 599 });
      expect(await use(tokenOf())).toBe('accepted');
      clock.advance({ seconds: 1 });
      expect(await use(tokenOf())).toBe('token-expired');
    });

    test('iat and nbf, where the clock is set back', async () => {
      const { clock, use } = setUp(remembering);
      const later = tokenOf({ nbf: iat + 3 });
      expect(await use(tokenOf())).toBe('accepted');
      expect(await use(later)).toBe('accepted');
      clock.advance({ seconds: -3 });
      expect(await use(tokenOf())).toBe('accepted');
      expect(await use(later)).toBe('token-not-yet-valid');
      clock.advance({ seconds: -3 });
      expect(await use(tokenOf())).toBe('token-not-yet-valid');
    });

    test('a removed key stops at once, and the others go on', async () => {
      const { keys, use } = setUp(remembering);
      const next = randomBytes(32);
      keys.add({ kid: 'next', key: next });
      expect(await use(tokenOf())).toBe('accepted');
      expect(await use(tokenOf({}, 'next', next))).toBe('accepted');
      keys.remove('k');
      expect(await use(tokenOf())).toBe('token-key-unknown');
      expect(await use(tokenOf({}, 'next', next))).toBe('accepted');
    });

    test('another key under the same kid proves nothing of the old one', async () => {
      const { keys, use } = setUp(remembering);
      expect(await use(tokenOf())).toBe('accepted');
      keys.remove('k');
      keys.add({ kid: 'k', key: randomBytes(32) });
      expect(await use(tokenOf())).toBe('proof-mismatch');
      keys.remove('k');
      keys.add({ kid: 'k', key: generateKeyPairSync('ed25519').publicKey });
      expect(await use(tokenOf())).toBe('token-algorithm-not-allowed');
      keys.remove('k');
      keys.add({ kid: 'k', key: secret });
      expect(await use(tokenOf())).toBe('accepted');
    });

    test('revocation, of one token alone', async () => {
      const revocations = memoryRevocationList();
      const { site, use } = setUp({ ...remembering, revocations });
      expect(await use(tokenOf())).toBe('accepted');
      const verdict = await site.verify(
        inboundRequest({ headers: { authorization: `Bearer ${tokenOf()}` } }),
      );
      if (verdict.outcome !== 'accepted') throw new Error('not accepted');
      await revoke(revocations, verdict.principal);
      expect(await use(tokenOf())).toBe('token-revoked');
      expect(await use(tokenOf({ jti: 'token-2' }))).toBe('accepted');
      expect(await use(tokenOf({ jti: undefined }))).toBe('token-claim-missing');
    });

    test('a revocation list that fails is unavailable, never accepted', async () => {
      const cause = new Error('connection refused');
      let answer = async (): Promise<boolean> => false;
      const revocations: RevocationList = { revoke() {}, isRevoked: () => answer() };
      const { use } = setUp({ ...remembering, revocations });
      expect(await use(tokenOf())).toBe('accepted');
      answer = () => Promise.reject(cause);
      expect(await use(tokenOf())).toBe('unavailable');
      answer = () => {
        throw cause;
      };
      expect(await use(tokenOf())).toBe('unavailable');
      // Not a plain no.
      answer = async () => undefined as never;
      expect(await use(tokenOf())).toBe('token-revoked');
    });

    test('the account, its state and its addresses', async () => {
      const site: Account = { id: 'site' };
      const directory = memoryDirectory([site]);
      const { use } = setUp({ ...remembering, directory });
      expect(await use(tokenOf())).toBe('accepted');
      directory.set({ ...site, status: 'inactive' });
      expect(await use(tokenOf())).toBe('account-inactive');
      directory.set({ ...site, addresses: ['203.0.113.0/24'] });
      expect(await use(tokenOf())).toBe('address-not-allowed');
      directory.delete('site');
      expect(await use(tokenOf())).toBe('account-unknown');
      directory.set(site);
      expect(await use(tokenOf())).toBe('accepted');
    });

    test('PSU-IP-Address', async () => {
      const { use } = setUp({ ...remembering, psuIpAddress: { claim: 'psu_ip' } });
      const token = tokenOf({ psu_ip: '203.0.113.7' });
      expect(await use(token, { 'psu-ip-address': '203.0.113.7' })).toBe('accepted');
      expect(await use(token, { 'psu-ip-address': '203.0.113.8' })).toBe('psu-ip-mismatch');
      expect(await use(token)).toBe('psu-ip-absent');
    });
  },
);

test('a token without a jti cannot be revoked, and says so', async () => {
  await expect(revoke(memoryRevocationList(), { revocableUntil: 1 })).rejects.toThrow(/without a jti/);
});
