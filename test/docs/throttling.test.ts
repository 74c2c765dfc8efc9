import { expect, test } from 'vitest';
import { countsAsFailure } from '../../packages/core/src/throttle/counted-reasons.ts';
import { rowsOf } from '../support/document.ts';

test('the page tells of every reason whether it counts', () => {
  const told = rowsOf('docs/throttling.md', 'verdict', 'counts').flatMap(({ verdict = '', counts }) =>
    [...verdict.matchAll(/`([a-z-]+)`/g)].map(([, reason = '']) => [reason, counts === 'yes'] as const),
  );
  expect(told).toHaveLength(Object.keys(countsAsFailure).length);
  expect(Object.fromEntries(told)).toEqual(countsAsFailure);
});
