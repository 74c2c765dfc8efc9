import type { ReplayGuard } from '@countersign/core';
import { redisReplayGuard, redisRevocationList } from '@countersign/redis';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clientKinds, type TestClient } from '../support/redis-clients.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../support/redis-server.ts';

const claimNow = (guard: ReplayGuard, key: string, seed = Date.now()) =>
  guard.claim(key, seed + 300_000, { account: 'site', seed });

describeWithRedis.each(clientKinds)('minReplicas over $kind', ({ connected }) => {
  let server: RedisServer;
  let redis: TestClient;

  beforeEach(async () => {
    server = await startRedis();
    redis = await connected(server);
  });
  afterEach(async () => {
    redis[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });
  const options = () => ({
    client: redis.client,
    minReplicas: 1,
    timeoutMilliseconds: 2000,
    onWarning: () => {},
  });

  async function startReplica(): Promise<RedisServer> {
    const replica = await startRedis({ replicaof: `127.0.0.1 ${server.port}` });
    const acknowledges = async () => {
      await redis.send('SET', 'anything', '');
      expect(Number(await redis.send('WAIT', '1', '500'))).toBe(1);
    };
    await vi.waitFor(acknowledges, { timeout: 30_000 });
    return replica;
  }

  test('without a replica a claim throws, and its digest is used up', async () => {
    const guard = redisReplayGuard(options());
    await expect(claimNow(guard, 'digest')).rejects.toThrow('fewer than 1 replicas');
    expect(await claimNow(guard, 'digest')).toBe('seen');
    const list = redisRevocationList(options());
    await expect(list.revoke('token', Date.now() + 1000)).rejects.toThrow('fewer than 1 replicas');
  });

  test('with as many as were asked for, claims are fresh, and the replica has them', async () => {
    await using replica = await startReplica();
    const guard = redisReplayGuard(options());
    const claims = Array.from({ length: 100 }, (_, i) => claimNow(guard, `digest ${i}`));
    expect(new Set(await Promise.all(claims))).toEqual(new Set(['fresh']));
    using atReplica = await connected(replica);
    expect(await atReplica.send('KEYS', 'countersign:used:*')).toHaveLength(100);
    const list = redisRevocationList(options());
    await list.revoke('token', Date.now() + 1000);
    expect(await list.isRevoked('token')).toBe(true);
  });

  test('with fewer, none is', async () => {
    await using _replica = await startReplica();
    const guard = redisReplayGuard({ ...options(), minReplicas: 2 });
    await expect(claimNow(guard, 'digest')).rejects.toThrow('fewer than 2 replicas');
  });

  test('a replica that hangs, and answers again', async () => {
    await using replica = await startReplica();
    const guard = redisReplayGuard(options());
    expect(await claimNow(guard, 'before')).toBe('fresh');
    replica.pause();
    await expect(claimNow(guard, 'meanwhile')).rejects.toThrow();
    replica.resume();
    let tries = 0;
    const freshAgain = async () => {
      tries += 1;
      expect(await claimNow(guard, `after ${tries}`)).toBe('fresh');
    };
    await vi.waitFor(freshAgain, { timeout: 30_000 });
    expect(await claimNow(guard, 'meanwhile')).toBe('seen');
  });
});
