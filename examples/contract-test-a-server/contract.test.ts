// What a server does with HTTP Basic, case by case:
//
//   npm test
import { runContract } from '@countersign/contract';
import { describeContract } from '@countersign/contract/vitest';
import { expect, test } from 'vitest';
import { credentials } from './accounts.ts';
import { app as guarded } from './with-countersign.ts';
import { app as onPassportHttp } from './with-passport-http.ts';

describeContract('basic', { target: guarded, credentials });

test('a server on passport-http fails required cases, each by its name', async () => {
  const { results } = await runContract({ target: onPassportHttp, profile: 'basic', credentials });
  const failed = results.filter(({ outcome, level }) => outcome === 'failed' && level === 'required');
  expect(failed.map(({ name }) => name).sort()).toEqual([
    'splits-at-the-second-colon',
    'takes-another-scheme',
    'takes-more-after-the-pair',
    'takes-one-of-two-credentials',
  ]);
  // And it is no server that merely refuses everything.
  expect(results.find(({ id }) => id === 'basic/refuses-the-right-pair')?.outcome).toBe('passed');
});
