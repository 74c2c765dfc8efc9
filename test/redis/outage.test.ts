import { setTimeout } from 'node:timers/promises';
import type { ReplayGuard } from '@countersign/core';
import { redisReplayGuard } from '@countersign/redis';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clientKinds, type TestClient } from '../support/redis-clients.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../support/redis-server.ts';

const WINDOW_MS = 300_000;
const TIMEOUT_MS = 300;
// For a machine that is busy with other tests; a claim that is never answered takes longer.
const SLACK_MS = 5000;

const claimNow = (guard: ReplayGuard, key: string, seed = Date.now()) =>
  guard.claim(key, seed + WINDOW_MS, { account: 'site', seed });

describeWithRedis.each(clientKinds)('Redis out of reach, over $kind', ({ connected }) => {
  let server: RedisServer;
  let redis: TestClient;
  const guardOf = (options: Partial<Parameters<typeof redisReplayGuard>[0]> = {}) =>
    redisReplayGuard({
      client: redis.client,
      timeoutMilliseconds: TIMEOUT_MS,
      onWarning: () => {},
      ...options,
    });

  beforeEach(async () => {
    server = await startRedis();
    redis = await connected(server);
  });
  afterEach(async () => {
    redis[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  const outages = [
    { what: 'killed', begin: () => server.stop(), end: () => server.start() },
    { what: 'hanging', begin: async () => server.pause(), end: async () => server.resume() },
  ];

  test.each(outages)(
    '$what: every claim throws within the time-out; back again, they pass',
    async ({ begin, end }) => {
      const guard = guardOf();
      expect(await claimNow(guard, 'before')).toBe('fresh');
      await begin();
      const started = performance.now();
      const claims = Array.from({ length: 200 }, (_, i) => claimNow(guard, `meanwhile ${i}`));
      const answers = await Promise.allSettled(claims);
      expect(answers.filter(({ status }) => status === 'fulfilled')).toEqual([]);
      await expect(claimNow(guard, 'later')).rejects.toThrow();
      expect(performance.now() - started).toBeLessThan(2 * TIMEOUT_MS + SLACK_MS);
      await end();
      expect(await vi.waitFor(() => claimNow(guard, 'after', Date.now() + 1000), { timeout: 30_000 })).toBe(
        'fresh',
      );
    },
  );

  test.each(outages)(
    '$what: what was claimed meanwhile is not fresh with the same seed',
    async ({ begin, end }) => {
      const guard = guardOf();
      await guard.ready();
      await begin();
      const seed = Date.now();
      await expect(claimNow(guard, 'meanwhile', seed)).rejects.toThrow();
      await end();
      const answer = await vi.waitFor(() => claimNow(guard, 'meanwhile', seed), { timeout: 30_000 });
      expect(answer).not.toBe('fresh');
    },
  );

  test('killed: nothing that was claimed meanwhile is carried out later', async () => {
    const guard = guardOf();
    await guard.ready();
    await server.stop();
    const claims = Array.from({ length: 20 }, (_, i) => claimNow(guard, `meanwhile ${i}`));
    await Promise.allSettled(claims);
    await server.start();
    await vi.waitFor(() => claimNow(guard, 'after'), { timeout: 30_000 });
    expect(await redis.send('KEYS', 'countersign:used:*')).toHaveLength(1);
  });

  test('hanging: no more is left with the client than maxPending', async () => {
    const guard = guardOf({ maxPending: 50 });
    await guard.ready();
    server.pause();
    const first = Array.from({ length: 50 }, (_, i) => claimNow(guard, `first ${i}`));
    await expect(claimNow(guard, 'one more')).rejects.toThrow('50 questions');
    await Promise.allSettled(first);
    // Nobody waits for them any more, but the client still does.
    await expect(claimNow(guard, 'one more')).rejects.toThrow('50 questions');
    server.resume();
    await vi.waitFor(() => claimNow(guard, 'after'), { timeout: 30_000 });
  });

  test('killed: what waits for a connection is bounded by maxPending as well', async () => {
    const guard = guardOf({ maxPending: 50 });
    await guard.ready();
    await server.stop();
    await setTimeout(20);
    for (let round = 0; round < 3; round += 1) {
      const claims = Array.from({ length: 60 }, (_, i) => claimNow(guard, `${round} ${i}`));
      const answers = await Promise.allSettled(claims);
      const refused = answers.filter(
        (answer) => 'reason' in answer && /questions/.test(String(answer.reason)),
      );
      expect(refused).toHaveLength(10);
    }
  });

  test('a guard that is made before Redis is there', async () => {
    await server.stop();
    const guard = guardOf();
    await expect(guard.ready()).rejects.toThrow();
    await expect(claimNow(guard, 'meanwhile')).rejects.toThrow('no connection to Redis');
    await server.start();
    await vi.waitFor(() => guard.ready(), { timeout: 30_000 });
    await setTimeout(5);
    expect(await claimNow(guard, 'after')).toBe('fresh');
  });

  test('a client that is closed', async () => {
    const guard = guardOf();
    await guard.ready();
    redis[Symbol.dispose]();
    await expect(claimNow(guard, 'digest')).rejects.toThrow();
  });
});

describeWithRedis('a client of ioredis that connects when it is used', () => {
  test('is connected by the guard', async () => {
    await using server = await startRedis();
    const client = new Redis(server.port, { lazyConnect: true });
    const guard = redisReplayGuard({ client });
    expect(await claimNow(guard, 'digest')).toBe('fresh');
    client.disconnect();
  });

  test('a guard on a client that is still connecting waits for it', async () => {
    await using server = await startRedis();
    const client = new Redis(server.port, { enableOfflineQueue: false });
    expect(await claimNow(redisReplayGuard({ client }), 'digest')).toBe('fresh');
    client.disconnect();
  });
});
