import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import type { Explanation } from '../verdict/explanation.ts';
import { absent, accepted, rejected, unavailable, type Verdict } from '../verdict/verdict.ts';
import { VERDICT_CHANNEL, type VerdictEvent } from '../verdict/verdict-event.ts';
import { defineVerifier } from './verifier.ts';

const request = inboundRequest();

const verifierOf = (verdict: Verdict, onVerdict?: (event: VerdictEvent) => void) =>
  defineVerifier({ scheme: 'test', check: () => verdict, onVerdict });

const undo: (() => unknown)[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const step of undo.splice(0)) step();
});

function subscribed(): VerdictEvent[] {
  const events: VerdictEvent[] = [];
  const collect = (event: unknown) => void events.push(event as VerdictEvent);
  subscribe(VERDICT_CHANNEL, collect);
  undo.push(() => unsubscribe(VERDICT_CHANNEL, collect));
  return events;
}

function warnings() {
  return vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
}

describe('a verdict', () => {
  const cause = new Error('out of reach');

  test.each([
    {
      what: 'throws',
      check: () => {
        throw cause;
      },
    },
    { what: 'rejects', check: () => Promise.reject(cause) },
  ])('is unavailable when the check $what', async ({ check }) => {
    const verdict = await defineVerifier({ scheme: 'test', check }).verify(request);
    expect(verdict).toEqual({ outcome: 'unavailable', cause, retryAfter: 1 });
  });

  test('is unavailable when what is asked of the request throws', async () => {
    const broken = { ...request, body: () => Promise.reject(cause) };
    const check = async (inbound: typeof request) => {
      await inbound.body();
      return accepted({ account: 'a' });
    };
    expect(await defineVerifier({ scheme: 'test', check }).verify(broken)).toMatchObject({
      outcome: 'unavailable',
    });
  });

  test('is handed through as it is', async () => {
    const verdict = accepted({ account: 'a', more: 1 });
    expect(await defineVerifier({ scheme: 'test', check: async () => verdict }).verify(request)).toBe(
      verdict,
    );
  });

  test('is explained where that is asked for, and nowhere else', async () => {
    const asked: unknown[] = [];
    const verifier = defineVerifier({
      scheme: 'test',
      check: (_, explain) => {
        asked.push(explain);
        return absent;
      },
    });
    const explain: Explanation = [];
    await verifier.verify(request, { explain });
    await verifier.verify(request, {});
    await verifier.verify(request);
    expect(asked).toEqual([explain, undefined, undefined]);
    expect(asked[0]).toBe(explain);
  });

  test.each([
    { verdict: absent, hints: ['before', 'one', 'two'] },
    { verdict: rejected('replayed'), hints: ['before', 'one', 'two'] },
    { verdict: accepted({ account: 'site' }), hints: ['before', undefined, undefined] },
  ])('keeps hints unless the request is accepted: $verdict.outcome', async ({ verdict, hints }) => {
    const verifier = defineVerifier({
      scheme: 'test',
      check(_, explain) {
        explain?.push(
          { check: 'a', outcome: 'failed', hint: 'one' },
          { check: 'b', outcome: 'failed', hint: 'two' },
        );
        return verdict;
      },
    });
    const explain: Explanation = [{ check: 'before', outcome: 'failed', hint: 'before' }];
    await verifier.verify(request, { explain });
    expect(explain.map(({ check, hint }) => ({ check, hint }))).toEqual(
      ['before', 'a', 'b'].map((check, index) => ({ check, hint: hints[index] })),
    );
  });

  test('has the refusal and the challenges of its definition, or none', () => {
    const challenges = () => ['Test'];
    const refuse = () => ({ status: 418, headers: {}, body: '' });
    expect(defineVerifier({ scheme: 'test', check: () => absent, challenges, refuse })).toMatchObject({
      challenges,
      refuse,
    });
    const plain = defineVerifier({ scheme: 'test', check: () => absent });
    expect('challenges' in plain || 'refuse' in plain).toBe(false);
  });
});

describe('the event of a verdict', () => {
  const duration = expect.any(Number);

  test.each([
    {
      what: 'accepted',
      verdict: accepted({ account: 'site', token: 'secret' }),
      event: { scheme: 'test', outcome: 'accepted', account: 'site', duration },
    },
    {
      what: 'accepted again, where that is allowed',
      verdict: { ...accepted({ account: 'site' }), replayAllowed: true as const },
      event: { scheme: 'test', outcome: 'accepted', account: 'site', replayAllowed: true, duration },
    },
    { what: 'absent', verdict: absent, event: { scheme: 'test', outcome: 'absent', duration } },
    {
      what: 'rejected',
      verdict: rejected('proof-mismatch', 'site'),
      event: { scheme: 'test', outcome: 'rejected', reason: 'proof-mismatch', account: 'site', duration },
    },
    {
      what: 'rejected without an account',
      verdict: rejected('account-unknown'),
      event: { scheme: 'test', outcome: 'rejected', reason: 'account-unknown', duration },
    },
    {
      what: 'unavailable',
      verdict: unavailable(new Error('postgres://user:secret@db')),
      event: { scheme: 'test', outcome: 'unavailable', duration },
    },
  ])('$what holds this and nothing else', async ({ verdict, event }) => {
    const published = subscribed();
    const handled: VerdictEvent[] = [];
    await verifierOf(verdict, (one) => handled.push(one)).verify(request);
    // Strictly: a key that is there without a value would be logged as one.
    expect(handled).toStrictEqual([event]);
    expect(published).toStrictEqual([event]);
  });

  test('holds how long the check took, in milliseconds', async () => {
    let now = 1000;
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    const events: VerdictEvent[] = [];
    const verifier = defineVerifier({
      scheme: 'test',
      async check() {
        await delay(1);
        now += 12.5;
        return absent;
      },
      onVerdict: (event) => events.push(event),
    });
    await verifier.verify(request);
    expect(events).toEqual([{ scheme: 'test', outcome: 'absent', duration: 12.5 }]);
  });

  test('is not made while nobody listens', async () => {
    const clock = vi.spyOn(performance, 'now');
    await verifierOf(absent).verify(request);
    expect(clock).not.toHaveBeenCalled();
    const events = subscribed();
    await verifierOf(absent).verify(request);
    expect(clock).toHaveBeenCalledTimes(2);
    expect(events).toHaveLength(1);
  });
});

describe('a check that gives no verdict', () => {
  const broken = [
    { what: 'nothing', check: () => undefined },
    { what: 'nothing, later', check: async () => undefined },
    { what: 'something else', check: () => true },
  ] as unknown as { what: string; check: () => Verdict }[];

  test.each(broken)('$what: the verdict is unavailable, asked why or not', async ({ check }) => {
    for (const explain of [undefined, []]) {
      expect(await defineVerifier({ scheme: 'test', check }).verify(request, { explain })).toMatchObject({
        outcome: 'unavailable',
        cause: new TypeError('check gave no verdict'),
      });
    }
  });
});

describe('a handler that fails', () => {
  const LEAK = 'not-a-real-secret';

  test.each([
    {
      what: 'throws',
      onVerdict: () => {
        throw new Error(LEAK);
      },
    },
    { what: 'rejects', onVerdict: async () => Promise.reject(new Error(LEAK)) },
  ])('because it $what leaves the verdict as it is, and warns without its message', async ({ onVerdict }) => {
    const warned = warnings();
    const verdict = accepted({ account: 'site' });
    expect(await verifierOf(verdict, onVerdict).verify(request)).toBe(verdict);
    await vi.waitFor(() => expect(warned).toHaveBeenCalled(), { timeout: 30_000 });
    expect(warned.mock.calls).toEqual([
      ['an onVerdict handler failed; the verdict stands', 'CountersignWarning'],
    ]);
  });

  test('is not waited for', async () => {
    expect(await verifierOf(absent, () => new Promise(() => {})).verify(request)).toBe(absent);
  });
});
