import { describe, expect, test } from 'vitest';
import { inboundRequest } from '../../../../test/support/inbound-request.ts';
import { throttle } from '../throttle/throttle.ts';
import { absent } from '../verdict/verdict.ts';
import { allOf } from './all-of.ts';
import { firstOf } from './first-of.ts';
import { type Claimant, defineVerifier, type Verifier } from './verifier.ts';

const request = inboundRequest();
const check = () => absent;

const naming = (account: string): Verifier =>
  defineVerifier({ scheme: account, check, claimant: () => ({ account }) });
const nameless = defineVerifier({ scheme: 'nameless', check, claimant: async () => ({}) });
const without = defineVerifier({ scheme: 'without', check, claimant: async () => undefined });
const cannotSay = defineVerifier({ scheme: 'cannot say', check });

const nobody: Claimant = {};
const a: Claimant = { account: 'a' };

describe('of the first of several', () => {
  test.each([
    { what: 'is whom the first names', verifiers: [naming('a'), naming('b')], claimant: a },
    { what: 'is whom the first with a credential names', verifiers: [without, naming('a')], claimant: a },
    { what: 'is nobody where that one names nobody', verifiers: [nameless, naming('a')], claimant: nobody },
    { what: 'is nobody where one before cannot say', verifiers: [cannotSay, naming('a')], claimant: nobody },
    { what: 'is whom it names before one that cannot say', verifiers: [naming('a'), cannotSay], claimant: a },
    {
      what: 'is nobody where only one that cannot say is left',
      verifiers: [without, cannotSay],
      claimant: nobody,
    },
    { what: 'is none without a credential', verifiers: [without, without], claimant: undefined },
  ])('$what', async ({ verifiers, claimant }) => {
    expect(await firstOf(...verifiers).claimant?.(request)).toEqual(claimant);
  });
});

describe('of all of several', () => {
  test.each([
    { what: 'is whom they all name', verifiers: [naming('a'), naming('a')], claimant: a },
    {
      what: 'is all whom they name, where they name several',
      verifiers: [naming('a'), nameless, naming('b')],
      claimant: { account: '["a","b"]' },
    },
    {
      what: 'is whom another names where the first cannot say',
      verifiers: [cannotSay, naming('a')],
      claimant: a,
    },
    {
      what: 'is whom another names where the first names nobody',
      verifiers: [nameless, naming('a')],
      claimant: a,
    },
    { what: 'is nobody where all name nobody', verifiers: [nameless, cannotSay], claimant: nobody },
    {
      what: 'is whom the first names where the second is absent',
      verifiers: [naming('a'), without],
      claimant: a,
    },
    {
      what: 'is nobody whom one after an absent one names: it is not asked',
      verifiers: [nameless, without, naming('a')],
      claimant: nobody,
    },
    { what: 'is none where the first is absent', verifiers: [without, naming('a')], claimant: undefined },
  ])('$what', async ({ verifiers, claimant }) => {
    const [first = without, ...others] = verifiers;
    expect(await allOf(first, ...others).claimant?.(request)).toEqual(claimant);
  });
});

describe('of one verifier', () => {
  test('is what its definition says', async () => {
    expect(await naming('a').claimant?.(request)).toEqual(a);
    expect(cannotSay.claimant).toBeUndefined();
  });

  test('is the same through a throttle', async () => {
    expect(await throttle(naming('a')).claimant?.(request)).toEqual(a);
    expect(throttle(cannotSay).claimant).toBeUndefined();
  });
});
