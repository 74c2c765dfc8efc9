import type { ProfileName } from '@countersign/contract';
import { describe, expect, test } from 'vitest';
import { failuresIn, reportOn, unfailed } from './matrix.ts';
import type { Mistake } from './mistake.ts';
import { aboutThePair } from './mistakes-about-the-pair.ts';
import { inAuthorization } from './mistakes-in-authorization.ts';
import { inItsOwnHeader } from './mistakes-in-its-own-header.ts';
import {
  fromApiKey,
  fromAuthorization,
  type PairSteps,
  pairCredentials,
  pairServer,
  rightSteps,
} from './pair-server.ts';

interface Form {
  readonly profile: ProfileName;
  readonly presented: PairSteps['presented'];
  readonly mistakes: readonly Mistake<PairSteps>[];
}

const forms: readonly Form[] = [
  { profile: 'basic', presented: fromAuthorization, mistakes: [...aboutThePair, ...inAuthorization] },
  { profile: 'api-key-header', presented: fromApiKey, mistakes: [...aboutThePair, ...inItsOwnHeader] },
];

describe.each(forms)('$profile', ({ profile, presented, mistakes }) => {
  const failuresOf = async (steps: Partial<PairSteps>) =>
    failuresIn(await reportOn(pairServer({ ...rightSteps, presented, ...steps }), profile, pairCredentials));

  test('a server without a mistake fails nothing', async () => {
    expect(await failuresOf({})).toEqual([]);
  });

  test.each(mistakes)(
    'a server that $mistake fails what names that mistake',
    async ({ steps, fails, besides }) => {
      const expected = [...fails, ...(besides?.[profile] ?? [])];
      expect((await failuresOf(steps)).sort()).toEqual(expected.sort());
    },
  );

  test('every case has a server that fails it', () => {
    expect(unfailed(profile, mistakes)).toEqual([]);
  });
});
