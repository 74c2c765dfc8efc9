import { runContract } from '@countersign/contract';
import { memoryDirectory, memoryReplayGuard } from '@countersign/core';
import { guard } from '@countersign/express';
import { placetopay } from '@countersign/providers';
import express from 'express';
import { expect, test } from 'vitest';
import { sitePairs, sites } from './placetopay-sites.ts';

test('a server of the kit that has just started refuses what it may have seen before, and nothing else', async () => {
  const { account } = sitePairs;
  const directory = memoryDirectory([{ id: account.id, secrets: [account.secret] }, ...sites]);
  const verifier = placetopay({ directory, replay: memoryReplayGuard() });
  const app = express();
  app.post('/orders', guard(verifier), (_request, response) => void response.end());
  const request = { method: 'POST', path: '/orders' };
  const credentials = { ...sitePairs, request };
  const { results } = await runContract({ target: app, profile: 'username-token', credentials });
  const failed = results.filter(({ outcome }) => outcome !== 'passed');
  expect(failed.map(({ name }) => name)).toEqual(['refuses-a-seed-of-four-minutes-ago']);
});
