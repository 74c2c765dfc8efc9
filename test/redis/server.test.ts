import type { ReplayGuard } from '@countersign/core';
import { redisReplayGuard, redisRevocationList } from '@countersign/redis';
import { createClient } from 'redis';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clientKinds, type TestClient } from '../support/redis-clients.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../support/redis-server.ts';

const claimNow = (guard: ReplayGuard, key: string, seed = Date.now()) =>
  guard.claim(key, seed + 300_000, { account: 'site', seed });

describeWithRedis.each(clientKinds)('what the server may do, over $kind', ({ connected }) => {
  let server: RedisServer;
  let redis: TestClient;
  const warnings: string[] = [];
  const onWarning = (message: string) => void warnings.push(message);

  beforeEach(async () => {
    server = await startRedis();
    redis = await connected(server);
    warnings.length = 0;
  });
  afterEach(async () => {
    redis[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });
  const setPolicy = (policy: string) => redis.send('CONFIG', 'SET', 'maxmemory-policy', policy);

  test.each(['allkeys-lru', 'allkeys-random', 'volatile-lru', 'volatile-ttl', 'volatile-random'])(
    'with %s it may evict, and the application is told, once',
    async (policy) => {
      await setPolicy(policy);
      const guard = redisReplayGuard({ client: redis.client, onWarning });
      expect(await claimNow(guard, 'one')).toBe('fresh');
      await redis.send('SCRIPT', 'FLUSH');
      await vi.waitFor(() => claimNow(guard, 'two'), { timeout: 30_000 });
      expect(warnings).toEqual([
        expect.stringMatching(new RegExp(`twice: .*maxmemory-policy is ${policy}, .*noeviction`)),
      ]);
    },
  );

  test('with noeviction there is nothing to tell', async () => {
    const guard = redisReplayGuard({ client: redis.client, onWarning, requireNoEviction: true });
    expect(await claimNow(guard, 'one')).toBe('fresh');
    expect(warnings).toEqual([]);
  });

  test('told nobody else, it warns the process', async () => {
    await setPolicy('allkeys-lru');
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    await redisReplayGuard({ client: redis.client }).ready();
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('allkeys-lru'), 'CountersignWarning');
    warned.mockClear();
    const broken = () => {
      throw new Error('no log today');
    };
    await redisReplayGuard({ client: redis.client, onWarning: broken }).ready();
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('allkeys-lru'), 'CountersignWarning');
    warned.mockRestore();
  });

  test('with requireNoEviction nothing is claimed until the policy is right', async () => {
    await setPolicy('volatile-lru');
    const guard = redisReplayGuard({ client: redis.client, onWarning, requireNoEviction: true });
    await expect(guard.ready()).rejects.toThrow('maxmemory-policy is volatile-lru');
    await expect(claimNow(guard, 'one')).rejects.toThrow('maxmemory-policy is volatile-lru');
    expect(warnings).toHaveLength(1);
    await setPolicy('noeviction');
    expect(await claimNow(guard, 'one')).toBe('fresh');
  });

  test('without memory for more, claims throw; with it again, they pass', async () => {
    const guard = redisReplayGuard({ client: redis.client });
    expect(await claimNow(guard, 'one')).toBe('fresh');
    await redis.send('CONFIG', 'SET', 'maxmemory', '1');
    await expect(claimNow(guard, 'two')).rejects.toThrow('OOM');
    await redis.send('CONFIG', 'SET', 'maxmemory', '0');
    expect(await claimNow(guard, 'two')).toBe('fresh');
  });

  test('a revocation list says what it needs as well: no eviction, and a log on disk', async () => {
    await redisRevocationList({ client: redis.client, onWarning }).isRevoked('token');
    expect(warnings).toEqual([expect.stringMatching(/accepted again: it has not set appendonly/)]);
    await setPolicy('allkeys-lru');
    const strict = redisRevocationList({ client: redis.client, onWarning, requireNoEviction: true });
    await expect(strict.isRevoked('token')).rejects.toThrow('allkeys-lru');
    await setPolicy('noeviction');
    await redis.send('CONFIG', 'SET', 'appendonly', 'yes');
    expect(await strict.isRevoked('token')).toBe(false);
  });
});

describeWithRedis('a user who may do no more than what is documented', () => {
  const commands = [
    '+info',
    '+eval',
    '+evalsha',
    '+script|load',
    '+get',
    '+set',
    '+time',
    '+pttl',
    '+exists',
  ];
  const keys = '~countersign:*';

  async function clientOf(server: RedisServer, ...rights: string[]) {
    const admin = createClient({ url: server.url });
    await admin.connect();
    await admin.sendCommand(['ACL', 'SETUSER', 'guard', 'on', '>secret', ...rights]);
    admin.destroy();
    const client = createClient({ url: server.url, username: 'guard', password: 'secret' });
    client.on('error', () => {});
    await client.connect();
    return client;
  }

  test('is enough', async () => {
    await using server = await startRedis();
    const client = await clientOf(server, keys, ...commands);
    expect(await claimNow(redisReplayGuard({ client }), 'digest')).toBe('fresh');
    const list = redisRevocationList({ client, onWarning: () => {} });
    await list.revoke('token', Date.now() + 1000);
    expect(await list.isRevoked('token')).toBe(true);
    client.destroy();
  });

  test.each(['+info', '+eval', '+evalsha', '+script|load', '+set'])(
    'without %s no claim is fresh',
    async (missing) => {
      await using server = await startRedis();
      const client = await clientOf(server, keys, ...commands.filter((command) => command !== missing));
      await expect(claimNow(redisReplayGuard({ client }), 'digest')).rejects.toThrow(
        /NOPERM|can't run this command/,
      );
      client.destroy();
    },
  );
});
