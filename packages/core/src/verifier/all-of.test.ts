import { describe, expect, expectTypeOf, test, vi } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import type { Explanation } from '../verdict/explanation.ts';
import { problemDetails, refusalOf } from '../verdict/refusal.ts';
import {
  absent,
  accepted,
  type NotAccepted,
  rejected,
  unavailable,
  type Verdict,
} from '../verdict/verdict.ts';
import type { VerdictEvent } from '../verdict/verdict-event.ts';
import { allOf, type JointPrincipal } from './all-of.ts';
import { firstOf } from './first-of.ts';
import type { Verifier } from './verifier.ts';

const request = inboundRequest();

const saying = (scheme: string, verdict: Verdict, more: Partial<Verifier> = {}): Verifier => ({
  scheme,
  verify: vi.fn(async () => verdict),
  challenges: ({ outcome }) => (outcome === 'absent' ? [`${scheme} realm="A"`] : []),
  ...more,
});

const a = accepted({ account: 'app' });
const own = (body: string) => ({ refuse: () => ({ status: 418, headers: {}, body }) });

const notAccepted = async (verifier: Verifier): Promise<NotAccepted> => {
  const verdict = await verifier.verify(request);
  if (verdict.outcome === 'accepted') throw new Error('accepted');
  return verdict;
};

describe('the verdict', () => {
  const cause = new Error('down');

  test.each([
    {
      first: a,
      second: a,
      verdict: accepted({ account: 'app', principals: [a.principal, a.principal] }),
      asked: 1,
    },
    {
      first: a,
      second: accepted({ account: 'other' }),
      verdict: rejected('identity-conflict', 'app'),
      asked: 1,
    },
    {
      first: a,
      second: accepted({ account: 'App' }),
      verdict: rejected('identity-conflict', 'app'),
      asked: 1,
    },
    { first: a, second: absent, verdict: absent, asked: 1 },
    {
      first: a,
      second: rejected('proof-mismatch', 'app'),
      verdict: rejected('proof-mismatch', 'app'),
      asked: 1,
    },
    { first: a, second: unavailable(cause), verdict: unavailable(cause), asked: 1 },
    { first: absent, second: a, verdict: absent, asked: 0 },
    { first: rejected('replayed'), second: a, verdict: rejected('replayed'), asked: 0 },
    { first: unavailable(cause), second: a, verdict: unavailable(cause), asked: 0 },
  ])('$first, then $second: $verdict.outcome', async ({ first, second, verdict, asked }) => {
    const b = saying('B', second);
    expect(await allOf(saying('A', first), b).verify(request)).toEqual(verdict);
    expect(b.verify).toHaveBeenCalledTimes(asked);
  });

  test('of three is a conflict where the third is another', async () => {
    const three = allOf(saying('A', a), saying('B', a), saying('C', accepted({ account: 'other' })));
    expect(await three.verify(request)).toEqual(rejected('identity-conflict', 'app'));
  });

  test('of a verifier that throws is unavailable', async () => {
    const broken: Verifier = { scheme: 'B', verify: () => Promise.reject(cause) };
    expect(await allOf(saying('A', a), broken).verify(request)).toEqual(unavailable(cause));
  });

  test('is published, and so is every verdict that it is made of', async () => {
    const events: VerdictEvent[] = [];
    await allOf(saying('A', a), saying('B', accepted({ account: 'other' })), {
      onVerdict: (event) => events.push(event),
    }).verify(request);
    expect(events).toMatchObject([
      { scheme: 'all-of(A, B)', outcome: 'rejected', reason: 'identity-conflict', account: 'app' },
    ]);
  });

  test('is explained, by those asked and by whether they agree', async () => {
    const explaining = (check: string): Verifier => ({
      scheme: check,
      async verify(_, options) {
        options?.explain?.push({ check, outcome: 'passed' });
        return accepted({ account: check });
      },
    });
    const explain: Explanation = [];
    await allOf(explaining('A'), explaining('B')).verify(request, { explain });
    expect(explain).toEqual([
      { check: 'A', outcome: 'passed' },
      { check: 'B', outcome: 'passed' },
      {
        check: 'same account',
        outcome: 'failed',
        detail: 'A, B',
        hint: expect.stringMatching(/different accounts/),
      },
    ]);
  });
});

describe('sameAccount', () => {
  const b = accepted({ account: 'certificate-of-app' });

  test('decides, from the principals in their order', async () => {
    const sameAccount = vi.fn((one, other) => other.account === `certificate-of-${one.account}`);
    const verifier = allOf(saying('A', a), saying('B', b), { sameAccount });
    expect(await verifier.verify(request)).toEqual(
      accepted({ account: 'app', principals: [a.principal, b.principal] }),
    );
    expect(sameAccount.mock.calls).toEqual([[a.principal, b.principal]]);
  });

  test.each([
    { what: 'false', sameAccount: () => false },
    { what: 'a promise', sameAccount: async () => true },
    { what: 'a promise of false', sameAccount: async () => false },
    { what: 'something truthy', sameAccount: () => 'app' },
    { what: 'nothing', sameAccount: () => {} },
  ])('that returns $what is a conflict', async ({ sameAccount }) => {
    const verifier = allOf(saying('A', a), saying('B', a), { sameAccount: sameAccount as () => boolean });
    expect(await verifier.verify(request)).toEqual(rejected('identity-conflict', 'app'));
  });

  test('that throws is unavailable', async () => {
    const cause = new Error('down');
    const sameAccount = () => {
      throw cause;
    };
    expect(await allOf(saying('A', a), saying('B', a), { sameAccount }).verify(request)).toEqual(
      unavailable(cause),
    );
  });
});

describe('the refusal', () => {
  test.each([
    { what: 'the first, absent', first: absent, second: a, decider: 'A' },
    { what: 'the second, absent', first: a, second: absent, decider: 'B' },
    { what: 'the second, rejected', first: a, second: rejected('proof-mismatch'), decider: 'B' },
    {
      what: 'a conflict, in the words of the first',
      first: a,
      second: accepted({ account: 'x' }),
      decider: 'A',
    },
  ])('is that of $what', async ({ first, second, decider }) => {
    const verifier = allOf(saying('A', first, own('A')), saying('B', second, own('B')));
    const verdict = await notAccepted(verifier);
    expect(refusalOf(verifier, verdict, request).body).toBe(decider);
    const challenged = verdict.outcome === 'absent' ? [`${decider} realm="A"`] : [];
    expect(verifier.challenges?.(verdict)).toEqual(challenged);
  });

  test('is problem details where no verifier has words of its own', async () => {
    const verifier = allOf(saying('A', a), saying('B', absent));
    const verdict = await notAccepted(verifier);
    expect(refusalOf(verifier, verdict, request)).toEqual(problemDetails(absent, ['B realm="A"']));
    const conflict = rejected('identity-conflict', 'app');
    expect(refusalOf(verifier, conflict, request)).toEqual(problemDetails(conflict));
  });

  test('of two at once are not mixed up', async () => {
    const other = inboundRequest({ target: '/other' });
    const first: Verifier = {
      ...saying('A', a, own('A')),
      verify: async ({ target }) => (target === '/other' ? absent : a),
    };
    const verifier = allOf(first, saying('B', absent, own('B')));
    const verdicts = await Promise.all([verifier.verify(request), verifier.verify(other)]);
    const bodies = verdicts.map((verdict) => refusalOf(verifier, verdict as NotAccepted, request).body);
    expect(bodies).toEqual(['B', 'A']);
  });

  test('inside firstOf: absent moves on, and every challenge is there', async () => {
    const both = allOf(saying('A', a), saying('B', absent));
    const verifier = firstOf(both, saying('C', absent));
    const verdict = await notAccepted(verifier);
    expect(verdict).toBe(absent);
    expect(verifier.challenges?.(verdict)).toEqual(['A realm="A"', 'C realm="A"']);
  });
});

describe('types', () => {
  const certificate = {} as Verifier<{ account: string; serialNumber: string }>;
  const key = {} as Verifier<{ account: string; key: string }>;
  type Both = [typeof certificate, typeof key];

  test('each principal keeps its own', () => {
    expectTypeOf<JointPrincipal<Both>['principals']>().toEqualTypeOf<
      readonly [{ account: string; serialNumber: string }, { account: string; key: string }]
    >();
    const verifiers = () => allOf(certificate, key);
    expectTypeOf(verifiers).returns.toEqualTypeOf<Verifier<JointPrincipal<Both>>>();
    const bound = () =>
      allOf(certificate, key, {
        sameAccount: (one, other) => {
          expectTypeOf(one).toEqualTypeOf<{ account: string; serialNumber: string }>();
          expectTypeOf(other).toEqualTypeOf<{ account: string; key: string }>();
          return one.account === other.account;
        },
      });
    expectTypeOf(bound).returns.toEqualTypeOf<Verifier<JointPrincipal<Both>>>();
  });
});

describe('wrong configuration throws', () => {
  const one = saying('A', a);
  test.each([
    { what: 'no verifier', args: [], message: /allOf needs two verifiers or more/ },
    { what: 'one', args: [one], message: /allOf needs two verifiers or more/ },
    { what: 'one and options', args: [one, {}], message: /allOf needs two verifiers or more/ },
    { what: 'one and undefined', args: [one, undefined], message: /allOf needs two verifiers or more/ },
    { what: 'options between', args: [one, {}, one], message: /allOf needs two verifiers or more/ },
    {
      what: 'a name for sameAccount',
      args: [one, one, { sameAccount: 'account' }],
      message: /sameAccount must be a function/,
    },
    { what: 'no handler', args: [one, one, { onVerdict: {} }], message: /onVerdict must be a function/ },
  ])('$what', ({ args, message }) => {
    expect(() => allOf(...(args as [Verifier, Verifier]))).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringMatching(message) }),
    );
  });
});
