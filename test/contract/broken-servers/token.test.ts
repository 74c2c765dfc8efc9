import { describe, expect, test } from 'vitest';
import { failuresIn, reportOn, unfailed } from './matrix.ts';
import { aboutAuth } from './mistakes-about-auth.ts';
import { aboutItsParts } from './mistakes-about-its-parts.ts';
import { aboutOneUse } from './mistakes-about-one-use.ts';
import { aboutTheAccount } from './mistakes-about-the-account.ts';
import { aboutTheProof } from './mistakes-about-the-proof.ts';
import { rightSteps, type TokenSteps, tokenCredentials, tokenServer } from './token-server.ts';

const mistakes = [...aboutTheProof, ...aboutOneUse, ...aboutItsParts, ...aboutTheAccount, ...aboutAuth];

const reportOnSteps = (steps: Partial<TokenSteps>, profile: 'placetopay' | 'username-token' = 'placetopay') =>
  reportOn(tokenServer({ ...rightSteps(), ...steps }), profile, tokenCredentials);

describe('the username token', () => {
  test.each(['placetopay', 'username-token'] as const)(
    'a server without a mistake fails nothing of %s',
    async (profile) => {
      const { results } = await reportOnSteps({}, profile);
      const failed = results.filter(({ outcome }) => outcome !== 'passed');
      expect(failed.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([]);
    },
  );

  test.each(mistakes)('a server that $mistake fails what names that mistake', async ({ steps, fails }) => {
    expect(failuresIn(await reportOnSteps(steps)).sort()).toEqual([...fails].sort());
  });

  test('every case has a server that fails it', () => {
    expect(unfailed('placetopay', mistakes)).toEqual([]);
  });
});
