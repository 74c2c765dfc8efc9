import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { refusalOf } from '../verdict/refusal.ts';
import { absent, accepted, rejected, type Verdict } from '../verdict/verdict.ts';
import { allOf } from '../verifier/all-of.ts';
import { firstOf } from '../verifier/first-of.ts';
import { defineVerifier, type Verifier } from '../verifier/verifier.ts';
import { memoryThrottle } from './memory-throttle.ts';
import { throttle } from './throttle.ts';

/** `account:secret` in the header that is named as the scheme. */
function inHeader(scheme: string): Verifier {
  const partsOf = (value: string | undefined) => value?.split(':') ?? [];
  return defineVerifier({
    scheme,
    claimant({ headers }) {
      const [account] = partsOf(headers.all(scheme)[0]);
      return account === undefined ? undefined : { account };
    },
    check({ headers }): Verdict {
      const [account, secret] = partsOf(headers.all(scheme)[0]);
      if (account === undefined) return absent;
      return secret === 'right' ? accepted({ account }) : rejected('proof-mismatch', account);
    },
    challenges: ({ outcome }) => (outcome === 'absent' ? [scheme] : []),
    refuse: (verdict) => ({ status: 400, headers: {}, body: `${scheme} ${verdict.outcome}` }),
  });
}

const small = () => memoryThrottle({ pairCapacity: 100, addressCapacity: 100 });
const limits = { failuresPerPair: 2, failuresPerAddress: 4 };

async function said(verifier: Verifier, headers: Record<string, string>): Promise<string> {
  const verdict = await verifier.verify(inboundRequest({ headers }));
  return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
}

describe('a throttle around the first of several', () => {
  const around = () => throttle(firstOf(inHeader('a'), inHeader('b')), { ...limits, store: small() });

  test('counts an account under whichever scheme it is guessed at', async () => {
    const verifier = around();
    expect(await said(verifier, { a: 'site:wrong' })).toBe('proof-mismatch');
    expect(await said(verifier, { b: 'site:wrong' })).toBe('proof-mismatch');
    expect(await said(verifier, { a: 'site:right' })).toBe('throttled');
    expect(await said(verifier, { b: 'other:right' })).toBe('accepted');
  });

  test('takes the account from the scheme that decides, and from no other on the request', async () => {
    const verifier = around();
    // An accepted account of one's own must not clear what was counted of somebody else's.
    for (const headers of [{ b: 'site:wrong' }, { a: 'own:right', b: 'site:x' }, { b: 'site:wrong' }]) {
      await said(verifier, headers);
    }
    expect(await said(verifier, { b: 'site:right' })).toBe('throttled');
  });

  test('is refused in the form of the first', async () => {
    const verifier = around();
    const verdict = { ...rejected('throttled'), retryAfter: 5 };
    expect(refusalOf(verifier, verdict, inboundRequest()).body).toBe('a rejected');
  });
});

describe('the first of several that are throttled', () => {
  test('goes on to the next where the first is absent, whatever its throttle has counted', async () => {
    const verifier = firstOf(throttle(inHeader('a'), { ...limits, store: small() }), inHeader('b'));
    for (let i = 0; i < 5; i += 1) await said(verifier, { a: `site-${i}:wrong` });
    expect(await said(verifier, { a: 'site:right' })).toBe('throttled');
    expect(await said(verifier, { b: 'site:right' })).toBe('accepted');
    expect(await said(verifier, {})).toBe('absent');
  });
});

describe('a throttle around all of several', () => {
  const around = () => throttle(allOf(inHeader('a'), inHeader('b')), { ...limits, store: small() });

  test('counts whichever of them fails', async () => {
    const verifier = around();
    expect(await said(verifier, { a: 'site:wrong', b: 'site:right' })).toBe('proof-mismatch');
    expect(await said(verifier, { a: 'site:right', b: 'site:wrong' })).toBe('proof-mismatch');
    expect(await said(verifier, { a: 'site:right', b: 'site:right' })).toBe('throttled');
  });

  test('gives nobody with an account of their own more guesses at another', async () => {
    const verifier = around();
    const own = { a: 'own:right', b: 'own:right' };
    for (let i = 0; i < 2; i += 1) {
      expect(await said(verifier, { a: 'own:right', b: 'site:wrong' })).toBe('proof-mismatch');
      expect(await said(verifier, own)).toBe('accepted');
    }
    expect(await said(verifier, { a: 'own:right', b: 'site:right' })).toBe('throttled');
  });

  test('counts no conflict of two that are proven, and nothing that is absent', async () => {
    const verifier = around();
    for (let i = 0; i < 5; i += 1) {
      expect(await said(verifier, { a: 'site:right', b: 'other:right' })).toBe('identity-conflict');
      expect(await said(verifier, { a: 'site:right' })).toBe('absent');
      expect(await said(verifier, { b: 'site:right' })).toBe('absent');
    }
    expect(await said(verifier, { a: 'site:right', b: 'site:right' })).toBe('accepted');
  });
});

describe('throttles that share a store', () => {
  test('count together', async () => {
    const store = small();
    const [a, b] = [
      throttle(inHeader('a'), { ...limits, store }),
      throttle(inHeader('b'), { ...limits, store }),
    ];
    await said(a, { a: 'site:wrong' });
    await said(b, { b: 'site:wrong' });
    expect(await said(a, { a: 'site:right' })).toBe('throttled');
    expect(await said(b, { b: 'site:right' })).toBe('throttled');
  });

  test('one around the other count what was judged, and not what the other refused', async () => {
    const inner = throttle(inHeader('a'), { ...limits, store: small() });
    const store = small();
    const outer = throttle(inner, { failuresPerPair: 3, store });
    for (let i = 0; i < 9; i += 1) await said(outer, { a: 'site:wrong' });
    const { failuresPerPair } = limits;
    expect(
      await said(throttle(inHeader('a'), { failuresPerPair: failuresPerPair + 1, store }), { a: 'site:x' }),
    ).toBe('proof-mismatch');
  });
});
