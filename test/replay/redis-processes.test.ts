import { expect, test } from 'vitest';
import { describeWithRedis, startRedis } from '../support/redis-server.ts';
import { clocksApart } from './clocks-apart.ts';
import { startGuardProcess } from './harness.ts';
import type { Outcome } from './protocol.ts';
import { claimsThroughOutages } from './redis-outages.ts';
import { sameKeysInAllProcesses, sameKeysWhileKilled } from './scenarios.ts';

const kinds = ['ioredis', 'node-redis'] as const;

describeWithRedis('several processes with one Redis', () => {
  test.each(kinds)('%s: each key is fresh exactly once', async (kind) => {
    await using redis = await startRedis();
    const guard = { kind, options: { port: redis.port } };
    const findings = await sameKeysInAllProcesses({ guard, processes: 4, keys: 5000, inFlight: 64 });
    expect(findings).toMatchObject({
      freshTwice: 0,
      neverFresh: 0,
      outcomes: { fresh: 5000, seen: 15_000, 'too-old': 0, threw: 0 },
    });
  });

  test.each(kinds)('%s: nor twice while they are killed and started again', async (kind) => {
    await using redis = await startRedis();
    const findings = await sameKeysWhileKilled({
      guard: { kind, options: { port: redis.port } },
      processes: 3,
      keys: 10_000,
      inFlight: 64,
      kills: 6,
      killPauseMilliseconds: 200,
    });
    expect(findings).toMatchObject({ freshTwice: 0, outcomes: { 'too-old': 0, threw: 0 } });
    expect(findings.killed).toBeGreaterThanOrEqual(6);
    // What is fresh for nobody was so for one who did not live to tell: at most what it had in flight.
    expect(findings.neverFresh).toBeLessThanOrEqual(findings.killed * 64);
  });

  test('nor after all of them were killed at once', async () => {
    await using redis = await startRedis();
    let seed: number | undefined;
    for (const expected of [{ fresh: 1000, seen: 1000 }, { seen: 2000 }]) {
      const guards = kinds.map((kind) => ({ kind, options: { port: redis.port } }));
      const workers = await Promise.all(guards.map(startGuardProcess));
      seed ??= Date.now();
      const outcomes: Partial<Record<Outcome, number>> = {};
      const count = (_: number, outcome: Outcome) => {
        outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      };
      for (const worker of workers) {
        await worker.claim({ keys: 'k', from: 0, to: 1000, inFlight: 64, seed }, count);
      }
      expect(outcomes).toEqual(expected);
      await Promise.all(workers.map((worker) => worker.kill()));
    }
  });

  test('while Redis is killed, hangs and is emptied: no key twice, and every claim answered in time', async () => {
    const timeoutMilliseconds = 300;
    const findings = await claimsThroughOutages({
      kinds,
      processes: 4,
      keysARound: 100,
      inFlight: 16,
      seconds: 8,
      atLeastFresh: 501,
      timeoutMilliseconds,
    });
    expect(findings.freshTwice).toBe(0);
    expect(findings.outcomes.fresh).toBeGreaterThan(500);
    // For a machine that is busy with other tests; a claim that is never answered takes longer.
    expect(findings.slowest).toBeLessThan(timeoutMilliseconds + 2000);
  }, 120_000);
});

describeWithRedis('one clock four minutes ahead, another four minutes behind', () => {
  test.each(kinds)('%s: no replay is accepted, and no first claim refused', async (kind) => {
    await using redis = await startRedis();
    const { first, again } = await clocksApart({ kind, options: { port: redis.port } }, 240_000);
    expect(first).toEqual({ fresh: 30 * 20 * 2 });
    expect(again.fresh).toBeUndefined();
    expect(again.seen).toBeGreaterThan(1000);
  });
});
