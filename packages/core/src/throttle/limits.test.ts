import { describe, expect, test } from 'vitest';
import { type Guess, guess } from '../../../../test/support/guessable.ts';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { accounts, right, throttled, times } from '../../../../test/support/throttled.ts';
import { rejected } from '../verdict/verdict.ts';

describe('the limit of an account from an address', () => {
  test.each([
    { failures: 2, verdict: 'accepted' },
    { failures: 3, verdict: 'throttled' },
    { failures: 4, verdict: 'throttled' },
  ])('after $failures failures the right secret is $verdict', async ({ failures, verdict }) => {
    const { say, sayAll } = throttled();
    await sayAll(times(failures));
    expect(await say(right)).toBe(verdict);
  });

  test('is past with the failure that reaches it, which is still told its own reason', async () => {
    const { guarded } = throttled();
    const said = [];
    for (const request of times(4).map(guess)) said.push(await guarded.verify(request));
    expect(said).toEqual([
      ...times(3).map(() => rejected('proof-mismatch')),
      { outcome: 'rejected', reason: 'throttled', retryAfter: 60 },
    ]);
  });

  test.each([
    { what: 'another account from the address', other: { account: 'other' }, verdict: 'accepted' },
    { what: 'the account from another address', other: { from: '203.0.113.9' }, verdict: 'accepted' },
    { what: 'the account in other letters', other: { account: 'Site' }, verdict: 'accepted' },
    {
      what: 'the account from the address, IPv4-mapped',
      other: { from: '::ffff:198.51.100.7' },
      verdict: 'throttled',
    },
  ])('does not reach beyond them: $what is $verdict', async ({ other, verdict }) => {
    const { say, sayAll } = throttled();
    await sayAll(times(3));
    expect(await say({ ...right, ...other })).toBe(verdict);
  });

  test('counts an account that nobody knows as any other', async () => {
    const { sayAll } = throttled();
    const unknown: Guess = { account: 'nobody', secret: 'account-unknown' };
    expect(await sayAll(times(4, unknown))).toEqual([...times(3).map(() => 'account-unknown'), 'throttled']);
  });
});

describe('the limit of an address', () => {
  test.each([
    { failures: 4, verdict: 'accepted' },
    { failures: 5, verdict: 'throttled' },
  ])(
    'after $failures failures of as many accounts the right secret is $verdict',
    async ({ failures, verdict }) => {
      const { say, sayAll } = throttled();
      await sayAll(accounts(failures));
      expect(await say(right)).toBe(verdict);
    },
  );

  test('counts credentials that name no account', async () => {
    const { say, sayAll } = throttled();
    const malformed: Guess = { account: '', secret: 'credentials-malformed' };
    expect(await sayAll(times(6, malformed))).toEqual([
      ...times(5).map(() => 'credentials-malformed'),
      'throttled',
    ]);
    expect(await say(right)).toBe('throttled');
  });

  test.each([
    { failed: '203.0.113.7', from: '203.0.113.7', verdict: 'throttled' },
    { failed: '203.0.113.7', from: '203.0.113.8', verdict: 'accepted' },
    { failed: '203.0.113.7', from: '::ffff:203.0.113.7', verdict: 'throttled' },
    { failed: '2001:db8:1:2::1', from: '2001:db8:1:2:ffff:ffff:ffff:ffff', verdict: 'throttled' },
    { failed: '2001:db8:1:2::1', from: '2001:db8:1:3::1', verdict: 'accepted' },
    { failed: '2001:db8:1:2::1', from: '2001:db8:1:1:ffff:ffff:ffff:ffff', verdict: 'accepted' },
  ])('past for $failed, $from is $verdict', async ({ failed, from, verdict }) => {
    const { say, sayAll } = throttled();
    await sayAll(accounts(5, failed));
    expect(await say({ ...right, from })).toBe(verdict);
  });

  test('is one for all whose address is not known', async () => {
    const { guarded } = throttled();
    const unknown = (secret: string, clientAddress: string | undefined) => ({
      ...inboundRequest({ headers: { 'x-guess': `site ${secret}` } }),
      clientAddress,
    });
    for (const address of [undefined, 'proxy', undefined]) {
      expect(await guarded.verify(unknown('proof-mismatch', address))).toEqual(rejected('proof-mismatch'));
    }
    expect(await guarded.verify(unknown('right', undefined))).toMatchObject({ reason: 'throttled' });
    expect(await guarded.verify(unknown('right', '203.0.113.7'))).toMatchObject({ outcome: 'accepted' });
  });
});

describe('failing on purpose', () => {
  test('from any number of addresses locks no account for its owner', async () => {
    const { say, sayAll } = throttled();
    const strangers = Array.from({ length: 300 }, (_, i): Guess => ({ from: `203.0.113.${i % 100}` }));
    const said = await sayAll(strangers);
    expect(said.slice(-1)).toEqual(['proof-mismatch']);
    expect(await sayAll(strangers.slice(0, 100))).toEqual(times(100).map(() => 'throttled'));
    expect(await say({ ...right, from: '192.0.2.1' })).toBe('accepted');
  });
});

describe('a success', () => {
  test('clears what was counted of its account and address', async () => {
    const { sayAll } = throttled({ failuresPerAddress: 100 });
    expect(await sayAll([...times(2), right, ...times(3), right])).toEqual([
      ...times(2).map(() => 'proof-mismatch'),
      'accepted',
      ...times(3).map(() => 'proof-mismatch'),
      'throttled',
    ]);
  });

  test('clears nothing of another address or account', async () => {
    const { say, sayAll } = throttled();
    await sayAll([...times(2), { ...right, account: 'other' }, { ...right, from: '203.0.113.9' }, {}]);
    expect(await say(right)).toBe('throttled');
  });

  test('does not clear what was counted of the address', async () => {
    const { sayAll } = throttled();
    const own: Guess = { account: 'own', secret: 'right' };
    const guesses = accounts(5).flatMap((a) => [a, own]);
    expect((await sayAll(guesses)).slice(-3)).toEqual(['accepted', 'proof-mismatch', 'throttled']);
  });

  test('is not counted, however many there are', async () => {
    const { sayAll } = throttled();
    expect(new Set(await sayAll(times(100, right)))).toEqual(new Set(['accepted']));
  });
});

describe('what is no failure', () => {
  test.each([
    { what: 'no credential', request: () => inboundRequest(), outcome: 'absent' },
    { what: 'a directory that is down', request: () => guess({ secret: 'down' }), outcome: 'unavailable' },
    {
      what: 'an inactive account',
      request: () => guess({ secret: 'account-inactive' }),
      outcome: 'rejected',
    },
  ])('$what', async ({ request, outcome }) => {
    const { guarded, say } = throttled();
    for (let i = 0; i < 10; i += 1) expect((await guarded.verify(request())).outcome).toBe(outcome);
    expect(await say(right)).toBe('accepted');
  });

  test('and does not clear what was counted either', async () => {
    const { say, sayAll } = throttled();
    await sayAll([...times(2), { secret: 'account-inactive' }, { secret: 'down' }, {}]);
    expect(await say(right)).toBe('throttled');
  });
});
