import { type Explanation, type InboundRequest, memoryDirectory } from '@countersign/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { basicOf } from '../support/call.ts';
import { inboundRequest } from '../support/inbound-request.ts';
import { NOW, siteVerifiers, tokenOf } from '../support/mistaken-requests.ts';
import { signAuth } from '../support/sign-auth.ts';

// What is wrong at random was done wrong in none of the known ways, and must not be told that it was.

const login = 'siteLogin';
const secret = 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy';
const verifiers = siteVerifiers(
  memoryDirectory([{ id: login, secrets: [secret], digests: ['sha256', 'sha1'] }]),
);

async function told(scheme: keyof typeof verifiers, request: InboundRequest) {
  const explain: Explanation = [];
  const verdict = await verifiers[scheme].verify(request, { explain });
  const hints = explain.flatMap(({ hint }) => hint ?? []);
  return { reason: verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome, hints };
}

const runs = { numRuns: 300 };
/** Any text that is none of those that the mistakes make of the right secret. */
const otherSecret = fc
  .oneof(fc.string({ unit: 'grapheme' }), fc.string(), fc.base64String(), fc.uuid())
  .filter((text) => text !== '' && text.trim() !== secret && text !== login);
const seconds = fc.integer({ min: -290, max: 290 });
const seedOf = (offset: number) => new Date(NOW + offset * 1000).toISOString();
const algorithm = fc.constantFrom('sha256' as const, 'sha1' as const);
const nonce = fc.uint8Array({ minLength: 1, maxLength: 64 });

describe('a tranKey', () => {
  const auth = (value: object) => inboundRequest({ json: { auth: value } });

  test('over a wrong secret has no hint', async () => {
    await fc.assert(
      fc.asyncProperty(otherSecret, nonce, seconds, algorithm, async (wrong, bytes, offset, digest) => {
        const sent = signAuth({
          login,
          secret: wrong,
          nonce: bytes,
          seed: seedOf(offset),
          algorithm: digest,
        });
        expect(await told('auth', auth(sent))).toEqual({ reason: 'proof-mismatch', hints: [] });
      }),
      runs,
    );
  });

  test('over another nonce or another seed has no hint', async () => {
    await fc.assert(
      fc.asyncProperty(nonce, nonce, seconds, seconds, async (hashed, sent, offset, other) => {
        fc.pre(!Buffer.from(hashed).equals(Buffer.from(sent)) && offset !== other);
        const good = signAuth({ login, secret, nonce: hashed, seed: seedOf(offset) });
        const otherNonce = { ...good, nonce: Buffer.from(sent).toString('base64') };
        const otherSeed = { ...good, seed: seedOf(other) };
        for (const one of [otherNonce, otherSeed]) {
          expect(await told('auth', auth(one))).toEqual({ reason: 'proof-mismatch', hints: [] });
        }
      }),
      runs,
    );
  });

  test('of random bytes has no hint', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 90 }), async (bytes) => {
        const sent = {
          ...signAuth({ login, secret, seed: seedOf(0) }),
          tranKey: Buffer.from(bytes).toString('base64'),
        };
        expect(await told('auth', auth(sent))).toEqual({ reason: 'proof-mismatch', hints: [] });
      }),
      runs,
    );
  });

  test('of an unknown login is told what is possible, and no more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uuid(), otherSecret, async (other, wrong) => {
        const sent = signAuth({ login: other, secret: wrong, seed: seedOf(0) });
        const hints = ['no site here has this login: is it of another environment, such as live?'];
        expect(await told('auth', auth(sent))).toEqual({ reason: 'account-unknown', hints });
      }),
      runs,
    );
  });

  test('with a seed outside the window is told by how much', async () => {
    const outside = fc.integer({ min: 301, max: 2_000_000 });
    await fc.assert(
      fc.asyncProperty(outside, fc.boolean(), async (distance, ahead) => {
        const sent = signAuth({ login, secret, seed: seedOf(ahead ? distance : -distance) });
        const { reason, hints } = await told('auth', auth(sent));
        expect(reason).toBe('seed-outside-window');
        expect(hints).toEqual([expect.stringContaining(ahead ? 'ahead' : 'behind')]);
        // A zone is named only where the seed lies within the window around it.
        const zoneHours = /^the seed is ([\d.]+) h/.exec(String(hints))?.[1];
        if (zoneHours) expect(Math.abs(Number(zoneHours) * 3600 - distance)).toBeLessThanOrEqual(300);
      }),
      runs,
    );
  });
});

describe('a pair', () => {
  test('with a wrong secret has no hint', async () => {
    await fc.assert(
      fc.asyncProperty(otherSecret, async (wrong) => {
        fc.pre(!/[\x00-\x1f\x7f]/.test(wrong) && Buffer.from(wrong).toString() === wrong);
        for (const scheme of ['basic', 'apiKey'] as const) {
          const name = scheme === 'basic' ? 'authorization' : 'x-api-key';
          const request = inboundRequest({ headers: { [name]: basicOf(login, wrong) } });
          expect(await told(scheme, request)).toEqual({ reason: 'proof-mismatch', hints: [] });
        }
      }),
      runs,
    );
  });

  test('of an unknown id is told what is possible, and no more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uuid(), async (id) => {
        const request = inboundRequest({ headers: { authorization: basicOf(id, 'a key') } });
        const hints = [
          'no account here has this id: are these the credentials of another environment, such as live?',
        ];
        expect(await told('basic', request)).toEqual({ reason: 'account-unknown', hints });
      }),
      runs,
    );
  });

  test('that is no pair, and no token, has no hint', async () => {
    const rubbish = fc.oneof(
      fc.uuid(),
      fc.stringMatching(/^[A-Za-z]{1,60}$/),
      fc.stringMatching(/^[A-Za-z]{4} [a-z]{1,9}$/),
    );
    await fc.assert(
      fc.asyncProperty(rubbish, fc.constantFrom('', 'Basic ', 'Bearer '), async (text, before) => {
        const request = inboundRequest({ headers: { authorization: before + text } });
        expect((await told('basic', request)).hints).toEqual([]);
      }),
      runs,
    );
  });
});

describe('a token', () => {
  test('that is none has no hint', async () => {
    const rubbish = fc.oneof(fc.uuid(), fc.base64String(), fc.stringMatching(/^[\w=+/."<{]{1,60}$/));
    await fc.assert(
      fc.asyncProperty(rubbish, async (text) => {
        fc.pre(text !== '' && !/^[\w-]+(?:\.[\w-]+){4}$/.test(text));
        const request = inboundRequest({ headers: { authorization: `Bearer ${text}` } });
        expect(await told('token', request)).toEqual({ reason: 'token-malformed', hints: [] });
      }),
      runs,
    );
  });

  test('that no key here proves is told what is possible, and no more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 32 }), async (otherKey) => {
        const request = inboundRequest({ headers: { authorization: `Bearer ${tokenOf({}, otherKey)}` } });
        const hints = [
          'was it issued in another environment, or before the keys were renewed? Get a new one',
        ];
        expect(await told('token', request)).toEqual({ reason: 'proof-mismatch', hints });
      }),
      runs,
    );
  });
});
