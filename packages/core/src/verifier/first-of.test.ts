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
import { firstOf } from './first-of.ts';
import type { Verifier } from './verifier.ts';

const request = inboundRequest();

/** A verifier that always says the same, and challenges where it is 401. */
const saying = (scheme: string, verdict: Verdict, more: Partial<Verifier> = {}): Verifier => ({
  scheme,
  verify: vi.fn(async () => verdict),
  challenges: (given) => (given.outcome === 'unavailable' ? [] : [`${scheme} realm="A"`]),
  ...more,
});

const notAccepted = async (verifier: Verifier): Promise<NotAccepted> => {
  const verdict = await verifier.verify(request);
  if (verdict.outcome === 'accepted') throw new Error('accepted');
  return verdict;
};

describe('the verdict', () => {
  const cause = new Error('down');

  test.each([
    { first: absent, second: accepted({ account: 'b' }), verdict: accepted({ account: 'b' }), asked: 1 },
    { first: absent, second: rejected('proof-mismatch'), verdict: rejected('proof-mismatch'), asked: 1 },
    { first: absent, second: absent, verdict: absent, asked: 1 },
    { first: accepted({ account: 'a' }), second: absent, verdict: accepted({ account: 'a' }), asked: 0 },
    {
      first: rejected('credentials-malformed'),
      second: accepted({ account: 'b' }),
      verdict: rejected('credentials-malformed'),
      asked: 0,
    },
    {
      first: unavailable(cause),
      second: accepted({ account: 'b' }),
      verdict: unavailable(cause),
      asked: 0,
    },
  ])('$first.outcome, then $second.outcome: $verdict.outcome', async ({ first, second, verdict, asked }) => {
    const b = saying('B', second);
    expect(await firstOf(saying('A', first), b).verify(request)).toEqual(verdict);
    expect(b.verify).toHaveBeenCalledTimes(asked);
  });

  test('is explained by all who were asked', async () => {
    const explaining = (check: string, verdict: Verdict): Verifier => ({
      scheme: check,
      async verify(_, options) {
        options?.explain?.push({ check, outcome: 'failed' });
        return verdict;
      },
    });
    const explain = [] as never[];
    const all = [explaining('A', absent), explaining('B', rejected('replayed')), explaining('C', absent)];
    await firstOf(...all).verify(request, { explain });
    expect(explain).toEqual([
      { check: 'A', outcome: 'failed' },
      { check: 'B', outcome: 'failed' },
    ]);
  });

  test('has the hints of the verifier that decides alone, or of all where none does', async () => {
    const hinting = (check: string, verdict: Verdict): Verifier => ({
      scheme: check,
      async verify(_, options) {
        options?.explain?.push({ check, outcome: 'failed', hint: check });
        return verdict;
      },
    });
    const hintsOf = async (...verdicts: readonly Verdict[]) => {
      const explain: Explanation = [{ check: 'before', outcome: 'failed', hint: 'before' }];
      const verifiers = verdicts.map((verdict, index) => hinting(`${index}`, verdict));
      await firstOf(...verifiers).verify(request, { explain });
      expect(explain).toHaveLength(verdicts.length + 1);
      return explain.map(({ hint }) => hint);
    };
    expect(await hintsOf(absent, rejected('replayed'))).toEqual(['before', undefined, '1']);
    expect(await hintsOf(absent, absent, accepted({ account: 'a' }))).toEqual([
      'before',
      undefined,
      undefined,
      '2',
    ]);
    expect(await hintsOf(absent, absent)).toEqual(['before', '0', '1']);
  });

  test('is not published a second time: its verifier has done so', async () => {
    const published = vi.spyOn(performance, 'now');
    await firstOf(saying('A', absent)).verify(request);
    expect(published).not.toHaveBeenCalled();
    published.mockRestore();
  });

  test('has the principals of all its verifiers for a type', () => {
    const key = {} as Verifier<{ account: string; key: string }>;
    const token = {} as Verifier<{ account: string; scopes: string[] }>;
    expectTypeOf(firstOf<[typeof key, typeof token]>).returns.toEqualTypeOf<
      Verifier<{ account: string; key: string } | { account: string; scopes: string[] }>
    >();
  });
});

describe('the refusal', () => {
  test('of all absent holds every challenge, in the form of the first', async () => {
    const both = firstOf(saying('A', absent), saying('B', absent));
    const verdict = await notAccepted(both);
    const challenges = ['A realm="A"', 'B realm="A"'];
    expect(both.challenges?.(verdict)).toEqual(challenges);
    expect(refusalOf(both, verdict, request)).toEqual(problemDetails(verdict, challenges));

    const own = { status: 400, headers: { 'x-own': '1', 'www-authenticate': 'A' }, body: 'own' };
    const first = saying('A', absent, { refuse: () => own });
    const firstsWords = firstOf(first, saying('B', absent, { refuse: () => ({ ...own, body: 'other' }) }));
    expect(refusalOf(firstsWords, verdict, request)).toEqual({
      ...own,
      headers: { 'x-own': '1', 'www-authenticate': challenges },
    });
  });

  test('keeps the challenge in the words of the first where no verifier names one', async () => {
    const own = { status: 401, headers: { 'www-authenticate': 'Own' }, body: '' };
    const nameless: Verifier = { scheme: 'A', verify: async () => absent, refuse: () => own };
    expect(refusalOf(firstOf(nameless), absent, request)).toEqual(own);
  });

  test('of a rejection is that of its verifier, with its challenges alone', async () => {
    const own = { status: 418, headers: {}, body: 'B' };
    const b = saying('B', rejected('proof-mismatch'), { refuse: () => own });
    const verifier = firstOf(saying('A', absent), b, saying('C', absent));
    const verdict = await notAccepted(verifier);
    expect(refusalOf(verifier, verdict, request)).toBe(own);
    expect(verifier.challenges?.(verdict)).toEqual(['B realm="A"']);
  });

  test('of a verifier without challenges has none of the others', async () => {
    const b: Verifier = { scheme: 'B', verify: async () => rejected('account-inactive') };
    const verifier = firstOf(saying('A', absent), b);
    const verdict = await notAccepted(verifier);
    expect(verifier.challenges?.(verdict)).toEqual([]);
    expect(refusalOf(verifier, verdict, request)).toEqual(problemDetails(verdict));
  });

  test('of one inside another is still that of who decided', async () => {
    const own = { status: 418, headers: {}, body: 'B' };
    const b = saying('B', rejected('proof-mismatch'), { refuse: () => own });
    const verifier = firstOf(saying('A', absent), firstOf(saying('C', absent), b));
    expect(verifier.scheme).toBe('first-of(A, first-of(C, B))');
    expect(refusalOf(verifier, await notAccepted(verifier), request)).toBe(own);
    expect(verifier.challenges?.(absent)).toEqual(['A realm="A"', 'C realm="A"', 'B realm="A"']);
  });
});

test.each([
  { what: 'no verifier', verifiers: [] },
  { what: 'undefined', verifiers: [undefined] },
  { what: 'a list of verifiers', verifiers: [[saying('A', absent)]] },
  { what: 'a second that is none', verifiers: [saying('A', absent), {}] },
])('$what throws', ({ verifiers }) => {
  expect(() => firstOf(...(verifiers as Verifier[]))).toThrow(
    new TypeError('firstOf needs one verifier or more, such as basic({ … })'),
  );
});
