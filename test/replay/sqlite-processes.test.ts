import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sqliteReplayGuard } from '@countersign/core';
import { describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { clocksApart } from './clocks-apart.ts';
import { type GuardProcess, startGuardProcess } from './harness.ts';
import type { Outcome, WorkerOptions } from './protocol.ts';
import { sameKeysInAllProcesses, sameKeysWhileKilled } from './scenarios.ts';

// The full size runs by test/stress/replay.ts.
function sqliteGuard(options: { clockSkewSeconds?: number } = {}) {
  const path = join(temporaryFolder(), 'replay.sqlite');
  // However busy the machine is that runs this: it is not how long they wait that is tested.
  const guard: WorkerOptions = {
    kind: 'sqlite',
    options: { path, busyTimeoutMilliseconds: 20_000, ...options },
  };
  return { path, guard };
}

describe('several processes with one SQLite file', () => {
  test('each key is fresh exactly once', async () => {
    const { path, guard } = sqliteGuard();
    const findings = await sameKeysInAllProcesses({ guard, processes: 4, keys: 5000, inFlight: 64 });
    expect(findings).toMatchObject({
      freshTwice: 0,
      neverFresh: 0,
      outcomes: { fresh: 5000, seen: 15_000, 'too-old': 0, threw: 0 },
    });
    // All of them write, and nobody leaves the log to the others.
    expect(statSync(`${path}-wal`).size).toBeLessThan(10_000_000);
  });

  test('one key that all claim 64 times at once is fresh once', async () => {
    const { guard } = sqliteGuard();
    const workers = await Promise.all(Array.from({ length: 4 }, () => startGuardProcess(guard)));
    const seed = Date.now();
    for (let round = 0; round < 20; round += 1) {
      const outcomes: Outcome[] = [];
      const orders = workers.flatMap((worker) =>
        Array.from({ length: 64 }, () =>
          worker.claim({ keys: `round ${round}`, from: 0, to: 1, seed, inFlight: 1 }, (_, outcome) =>
            outcomes.push(outcome),
          ),
        ),
      );
      expect(await Promise.all(orders)).not.toContain('killed');
      expect(outcomes.toSorted()).toEqual(['fresh', ...Array.from({ length: 255 }, () => 'seen')]);
    }
    await Promise.all(workers.map((worker) => worker.kill()));
  });

  test('nor twice while they are killed and started again', async () => {
    const { guard } = sqliteGuard();
    const options = {
      guard,
      processes: 3,
      keys: 10_000,
      inFlight: 64,
      kills: 10,
      killPauseMilliseconds: 200,
    };
    const findings = await sameKeysWhileKilled(options);
    expect(findings).toMatchObject({ freshTwice: 0, outcomes: { 'too-old': 0, threw: 0 } });
    expect(findings.killed).toBeGreaterThanOrEqual(10);
    // What is fresh for nobody was so for one who did not live to tell: at most what it had in flight.
    expect(findings.neverFresh).toBeLessThanOrEqual(findings.killed * 64);
  });

  test('nor after all of them were killed at once', async () => {
    const { guard } = sqliteGuard();
    const claims = { keys: 'k', from: 0, to: 1000, inFlight: 64 };
    let seed: number | undefined;
    for (const expected of ['fresh', 'seen'] as const) {
      const workers = await Promise.all(Array.from({ length: 3 }, () => startGuardProcess(guard)));
      seed ??= Date.now();
      const outcomes: Outcome[] = [];
      for (const worker of workers) {
        await worker.claim({ ...claims, seed }, (_, outcome) => outcomes.push(outcome));
      }
      expect(outcomes.filter((outcome) => outcome === 'fresh')).toHaveLength(expected === 'fresh' ? 1000 : 0);
      expect(outcomes.filter((outcome) => outcome === 'seen')).toHaveLength(
        expected === 'fresh' ? 2000 : 3000,
      );
      await Promise.all(workers.map((worker) => worker.kill()));
    }
  });
});

describe('one clock four minutes ahead, another four minutes behind', () => {
  test('no replay is accepted, and no first claim refused', async () => {
    const { first, again } = await clocksApart(sqliteGuard().guard, 240_000);
    expect(first).toEqual({ fresh: 30 * 20 * 2 });
    expect(again.fresh).toBeUndefined();
    expect(again.seen).toBeGreaterThan(1000);
    // Nothing is forgotten within the window of either.
    expect(again['too-old']).toBeUndefined();
    expect(again['outside-window']).toBeGreaterThan(1000);
  });

  test('nor is one accepted where so much was not allowed for', async () => {
    const { guard } = sqliteGuard({ clockSkewSeconds: 0 });
    const { first, again } = await clocksApart(guard, 240_000);
    expect(first).toEqual({ fresh: 30 * 20 * 2 });
    expect(again.fresh).toBeUndefined();
    // The one that is ahead has dropped what the other would have accepted again.
    expect(again['too-old']).toBeGreaterThan(100);
  });
});

describe('the file is removed under two processes that claim', () => {
  test.each([
    { what: 'the database', removed: [''] },
    { what: 'the log', removed: ['-wal'] },
    { what: 'the lock table', removed: ['-shm'] },
    { what: 'the database and its log', removed: ['', '-wal'] },
    { what: 'the log and the lock table', removed: ['-wal', '-shm'] },
    { what: 'all of it', removed: ['', '-wal', '-shm'] },
  ])('$what: nothing is used twice, and it heals', async ({ removed }) => {
    const { path, guard } = sqliteGuard();
    const workers = await Promise.all([startGuardProcess(guard), startGuardProcess(guard)]);
    const fresh = new Map<string, number>();
    const claim = async (worker: GuardProcess, keys: string, seed: number) => {
      const outcomes = new Set<Outcome>();
      await worker.claim({ keys, from: 0, to: 100, seed, inFlight: 16 }, (index, outcome) => {
        outcomes.add(outcome);
        if (outcome === 'fresh') fresh.set(`${keys}${index}`, (fresh.get(`${keys}${index}`) ?? 0) + 1);
      });
      return outcomes;
    };
    const claimEverywhere = (keys: string, seed: number) =>
      Promise.all(workers.map((worker) => claim(worker, keys, seed)));

    const seed = Date.now();
    await claimEverywhere('before ', seed);
    for (const part of removed) rmSync(`${path}${part}`);
    for (const outcomes of await claimEverywhere('before ', seed)) expect(outcomes).not.toContain('fresh');

    let healed = false;
    for (let round = 0; !healed; round += 1) {
      const outcomes = await claimEverywhere(`round ${round} `, Date.now());
      healed = outcomes.every((one) => !one.has('threw') && !one.has('too-old'));
      await claimEverywhere('before ', seed);
    }
    expect(Math.max(...fresh.values())).toBe(1);
    await Promise.all(workers.map((worker) => worker.kill()));
  });

  test('the log, with all that was not brought home yet: nothing that was in it is used twice', async () => {
    const { path, guard } = sqliteGuard();
    // The tables are at home; what is claimed in them will not be.
    sqliteReplayGuard({ path }).close();
    const [worker, other] = await Promise.all([startGuardProcess(guard), startGuardProcess(guard)]);
    const outcomes: Outcome[] = [];
    const claims = { keys: 'k', from: 0, to: 100, seed: Date.now(), inFlight: 16 };
    const claim = () => worker.claim(claims, (_, outcome) => outcomes.push(outcome));
    await claim();
    expect(outcomes.splice(0)).toEqual(Array.from({ length: 100 }, () => 'fresh'));
    // The last to let go of the database would bring the log home: that is the other, and it is killed.
    await other.claim({ ...claims, keys: 'o' }, () => undefined);
    rmSync(`${path}-wal`);
    await claim();
    await other.kill();
    await vi.waitFor(
      async () => {
        outcomes.length = 0;
        await claim();
        expect(outcomes).not.toContain('threw');
      },
      { timeout: 30_000, interval: 50 },
    );
    expect(outcomes).toEqual(Array.from({ length: 100 }, () => 'too-old'));
    await worker.kill();
  });
});
