import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import {
  type Account,
  memoryDirectory,
  memoryReplayGuard,
  type ReplayGuard,
  VERDICT_CHANNEL,
  type VerdictEvent,
} from '@countersign/core';
import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../test/support/inbound-request.ts';
import { movableClock } from '../../../test/support/movable-clock.ts';
import { signAuth } from '../../../test/support/sign-auth.ts';
import { digestOf } from './digest.ts';
import { usernameToken } from './username-token.ts';
import { tokenVerifier } from './verify-token.ts';

const seed = '2026-01-02T03:04:05Z';
const secret = 'not-a-real-key';
const site: Account = { id: 'site', secrets: [secret] };
const sign = (parts: object = {}) => signAuth({ login: 'site', secret, seed, ...parts });

function setUp(accounts: Account[] = [site], guard?: ReplayGuard) {
  const clock = movableClock(seed);
  const directory = memoryDirectory(accounts);
  const replay = guard ?? memoryReplayGuard({ clock, rememberedSince: 0 });
  const verifier = usernameToken({ directory, replay, clock });
  async function send(auth: object): Promise<string> {
    const verdict = await verifier.verify(inboundRequest({ json: { auth } }));
    return verdict.outcome === 'rejected' ? verdict.reason : verdict.outcome;
  }
  return { clock, directory, replay, verifier, send };
}

describe('a digest is accepted once', () => {
  test('the same request twice', async () => {
    const { send } = setUp();
    expect(await send(sign())).toBe('accepted');
    expect(await send(sign())).toBe('replayed');
    expect(await send(sign())).toBe('replayed');
  });

  test('of 64 at once exactly one is accepted', async () => {
    const { send } = setUp();
    const outcomes = await Promise.all(Array.from({ length: 64 }, () => send(sign())));
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'replayed')).toHaveLength(63);
  });

  test('the same nonce bytes in another base64 spelling are malformed', async () => {
    const { send } = setUp();
    expect(await send(sign())).toBe('accepted');
    for (const nonce of ['bm9uY2UtMDAwMQ', 'bm9uY2UtMDAwMR==', 'bm9uY2UtMDAwMQ==\n', 'bm9uY2Ut MDAwMQ==']) {
      expect(await send({ ...sign(), nonce })).toBe('credentials-malformed');
    }
  });

  test('a digit moved from the seed to the nonce leaves no seed', async () => {
    const { send } = setUp();
    const auth = sign({ nonce: '1234' });
    expect(await send(auth)).toBe('accepted');
    const shorter = { ...auth, nonce: Buffer.from('12342').toString('base64'), seed: seed.slice(1) };
    expect(await send(shorter)).toBe('credentials-malformed');
    const longer = { ...auth, nonce: Buffer.from('123').toString('base64'), seed: `4${seed}` };
    expect(await send(longer)).toBe('credentials-malformed');
  });

  test('bytes moved between nonce and seed are the same digest, so the same claim', async () => {
    const { clock, directory, replay } = setUp();
    const verifyToken = tokenVerifier({ directory, replay, clock });
    const digest = digestOf('sha256', '1234', seed, secret);
    // Seeds that no form allows today: what is claimed must not hang on that.
    const splits = [
      ['1234', seed],
      ['12342', seed.slice(1)],
      ['123', `4${seed}`],
    ] as const;
    const outcomes: unknown[] = [];
    for (const [nonce, text] of splits) {
      const token = { login: 'site', digest, nonce: Buffer.from(nonce), seed: { text, time: clock() } };
      outcomes.push(await verifyToken(token, inboundRequest(), undefined));
    }
    const replayed = { outcome: 'rejected', reason: 'replayed', account: 'site' };
    expect(outcomes).toEqual([{ outcome: 'accepted', principal: { account: 'site' } }, replayed, replayed]);
  });

  test('one nonce with another seed is another digest', async () => {
    const { send } = setUp();
    expect(await send(sign({ nonce: '7' }))).toBe('accepted');
    expect(await send(sign({ nonce: '7', seed: '2026-01-02T03:04:06Z' }))).toBe('accepted');
    expect(await send(sign({ nonce: '7', seed: '2026-01-02T03:04:05+00:00' }))).toBe('accepted');
  });

  test('one digest under two accounts that share a secret is two claims', async () => {
    const { send } = setUp([site, { ...site, id: 'other' }]);
    expect(await send(sign())).toBe('accepted');
    expect(await send({ ...sign(), login: 'other' })).toBe('accepted');
    expect(await send({ ...sign(), login: 'other' })).toBe('replayed');
  });

  test('SHA-1 and SHA-256 of one nonce are two digests, each accepted once', async () => {
    const { send } = setUp([{ ...site, digests: ['sha256', 'sha1'] }]);
    for (const outcome of ['accepted', 'replayed']) {
      expect(await send(sign({ algorithm: 'sha1' }))).toBe(outcome);
      expect(await send(sign({ algorithm: 'sha256' }))).toBe(outcome);
    }
  });
});

describe('only what is accepted is used up', () => {
  test("a stranger's wrong digest with somebody's nonce burns nothing", async () => {
    const { send } = setUp();
    expect(await send(sign({ secret: 'a guess' }))).toBe('proof-mismatch');
    expect(await send(sign())).toBe('accepted');
  });

  test.each([
    { refused: { status: 'inactive' }, reason: 'account-inactive' },
    { refused: { status: 'expired' }, reason: 'account-expired' },
    { refused: { status: 'credentials-expired' }, reason: 'credentials-expired' },
    { refused: { secrets: [{ value: secret, notAfter: 0 }] }, reason: 'credentials-expired' },
    { refused: { addresses: [] }, reason: 'address-not-allowed' },
    { refused: { digests: ['sha1'] }, reason: 'digest-not-allowed' },
  ] as const)('a digest refused as $reason is accepted once the account is mended', async (row) => {
    const { directory, send } = setUp([{ ...site, ...row.refused }]);
    expect(await send(sign())).toBe(row.reason);
    directory.set(site);
    expect(await send(sign())).toBe('accepted');
    expect(await send(sign())).toBe('replayed');
  });

  test('a seed that is too early is accepted when its time comes', async () => {
    const { clock, send } = setUp();
    const auth = sign({ seed: '2026-01-02T03:09:06Z' });
    expect(await send(auth)).toBe('seed-outside-window');
    clock.advance({ seconds: 1 });
    expect(await send(auth)).toBe('accepted');
  });

  test('the guard is asked last and told what to remember, and for how long', async () => {
    const claims: unknown[][] = [];
    const guard: ReplayGuard = {
      claim: async (...args) => {
        claims.push(args);
        return 'fresh';
      },
    };
    const { send } = setUp([site, { ...site, id: 'closed', status: 'inactive' }], guard);
    await send(sign({ secret: 'a guess' }));
    await send(sign({ seed: '2026-01-02T03:10:05Z' }));
    await send({ ...sign(), login: 'closed' });
    await send({ ...sign(), login: 'nobody' });
    expect(claims).toEqual([]);
    expect(await send(sign({ seed: '2026-01-02T03:05:05.5Z' }))).toBe('accepted');
    const made = Date.parse('2026-01-02T03:05:05.500Z');
    expect(claims).toEqual([
      [expect.stringMatching(/^sha256:[A-Za-z0-9+/]{43}=$/), made + 300_000, { account: 'site', seed: made }],
    ]);
  });
});

describe('a digest is remembered as long as its seed can be accepted', () => {
  test('from the first moment of the window to the last', async () => {
    const { clock, send } = setUp();
    const auth = sign({ seed: '2026-01-02T03:09:05Z' });
    expect(await send(auth)).toBe('accepted');
    clock.advance({ seconds: 600 });
    // Other claims are what makes a guard let go of old ones.
    for (const nonce of ['a', 'b', 'c']) {
      expect(await send(sign({ nonce, seed: '2026-01-02T03:14:05Z' }))).toBe('accepted');
    }
    expect(await send(auth)).toBe('replayed');
    clock.advance({ seconds: 0.001 });
    expect(await send(auth)).toBe('seed-outside-window');
  });

  test('what a full guard forgot is too old to be accepted', async () => {
    const { send } = setUp(
      [site],
      memoryReplayGuard({ capacity: 1, rememberedSince: 0, clock: movableClock(seed) }),
    );
    expect(await send(sign())).toBe('accepted');
    expect(await send(sign({ seed: '2026-01-02T03:04:06Z' }))).toBe('accepted');
    expect(await send(sign())).toBe('seed-before-watermark');
  });

  test('a seed from before the guard was built is too old, one of its second is not', async () => {
    const { send } = setUp([site], memoryReplayGuard({ clock: movableClock('2026-01-02T03:04:05.900Z') }));
    expect(await send(sign({ seed: '2026-01-02T03:04:04.999Z' }))).toBe('seed-before-watermark');
    expect(await send(sign())).toBe('accepted');
  });
});

describe('an account that may replay', () => {
  const legacy: Account = { ...site, allowReplay: true };

  async function eventsOf(work: () => Promise<unknown>): Promise<VerdictEvent[]> {
    const events: VerdictEvent[] = [];
    const listener = (event: unknown) => events.push(event as VerdictEvent);
    subscribe(VERDICT_CHANNEL, listener);
    try {
      await work();
    } finally {
      unsubscribe(VERDICT_CHANNEL, listener);
    }
    return events;
  }

  test('is accepted again, and each further use is marked and published', async () => {
    const { verifier } = setUp([legacy]);
    const verdicts: unknown[] = [];
    const events = await eventsOf(async () => {
      for (let i = 0; i < 3; i += 1) {
        verdicts.push(await verifier.verify(inboundRequest({ json: { auth: sign() } })));
      }
    });
    const first = { outcome: 'accepted', principal: { account: 'site' } };
    const again = { ...first, replayAllowed: true };
    expect(verdicts).toEqual([first, again, again]);
    const published = {
      scheme: 'username-token',
      outcome: 'accepted',
      account: 'site',
      duration: expect.any(Number),
    };
    expect(events).toEqual([
      published,
      { ...published, replayAllowed: true },
      { ...published, replayAllowed: true },
    ]);
  });

  test('is accepted with a seed from before the watermark, marked', async () => {
    const guard = memoryReplayGuard({ clock: movableClock('2026-01-02T03:04:06Z') });
    const { verifier } = setUp([legacy], guard);
    expect(await verifier.verify(inboundRequest({ json: { auth: sign() } }))).toMatchObject({
      outcome: 'accepted',
      replayAllowed: true,
    });
  });

  test('is held to its digest and to the window all the same', async () => {
    const { clock, send } = setUp([legacy]);
    expect(await send(sign())).toBe('accepted');
    expect(await send({ ...sign(), nonce: 'AAAA' })).toBe('proof-mismatch');
    clock.advance({ seconds: 301 });
    expect(await send(sign())).toBe('seed-outside-window');
  });

  test('has used up what it used, once it may replay no more', async () => {
    const { directory, send } = setUp([legacy]);
    expect(await send(sign())).toBe('accepted');
    directory.set(site);
    expect(await send(sign())).toBe('replayed');
  });

  test('no event holds a secret, a digest or a nonce', async () => {
    const { send } = setUp([legacy]);
    const events = await eventsOf(async () => {
      for (const auth of [sign(), sign(), sign({ secret: 'wrong' }), { ...sign(), seed: 'x' }])
        await send(auth);
    });
    expect(events).toHaveLength(4);
    const { tranKey, nonce } = sign();
    for (const text of [secret, tranKey, nonce, 'nonce-0001', sign({ secret: 'wrong' }).tranKey]) {
      expect(JSON.stringify(events)).not.toContain(text);
    }
  });
});

describe('a guard that cannot answer', () => {
  test.each([
    { what: 'rejects', claim: () => Promise.reject(new Error('connection refused')) },
    {
      what: 'throws',
      claim: () => {
        throw new Error('closed');
      },
    },
    { what: 'says something else', claim: () => Promise.resolve('ok') },
    { what: 'says nothing', claim: () => Promise.resolve() },
    { what: 'says what an object inherits', claim: () => Promise.resolve('toString') },
  ])('a guard that $what is unavailable, never accepted', async ({ claim }) => {
    const guard = { claim } as ReplayGuard;
    expect(await setUp([site], guard).send(sign())).toBe('unavailable');
    expect(await setUp([{ ...site, allowReplay: true }], guard).send(sign())).toBe('unavailable');
  });
});
