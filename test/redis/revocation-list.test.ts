import { redisRevocationList } from '@countersign/redis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { clientKinds, type TestClient } from '../support/redis-clients.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../support/redis-server.ts';

describeWithRedis.each(clientKinds)('redisRevocationList over $kind', ({ connected }) => {
  let server: RedisServer;
  let redis: TestClient;
  let prefix: string;
  let lists = 0;

  beforeAll(async () => {
    server = await startRedis({ appendonly: 'yes', appendfsync: 'always' });
  });
  afterAll(() => server[Symbol.asyncDispose]());
  beforeEach(async () => {
    redis = await connected(server);
    lists += 1;
    prefix = `list-${lists}:`;
  });
  afterEach(() => redis[Symbol.dispose]());

  const listOf = (options: Partial<Parameters<typeof redisRevocationList>[0]> = {}) =>
    redisRevocationList({ client: redis.client, prefix, ...options });
  const lifetimes = async () => {
    const keys = (await redis.send('KEYS', `${prefix}*`)) as string[];
    return Promise.all(keys.map(async (key) => Number(await redis.send('PTTL', key))));
  };

  test('a token is revoked from the moment it is, for every process and either client', async () => {
    const list = listOf();
    expect(await list.isRevoked('token')).toBe(false);
    await list.revoke('token', Date.now() + 60_000);
    expect(await list.isRevoked('token')).toBe(true);
    expect(await list.isRevoked('another')).toBe(false);
    for (const other of clientKinds) {
      using connection = await other.connected(server);
      const elsewhere = redisRevocationList({ client: connection.client, prefix });
      expect(await elsewhere.isRevoked('token')).toBe(true);
    }
  });

  test.each([
    { what: 'to come', inSeconds: 60, options: {}, seconds: 660 },
    { what: 'that is past', inSeconds: -1000, options: {}, seconds: 600 },
    { what: 'without skew', inSeconds: 60, options: { clockSkewSeconds: 0 }, seconds: 60 },
  ])('an end $what: remembered for $seconds s', async ({ inSeconds, options, seconds }) => {
    await listOf(options).revoke('token', Date.now() + inSeconds * 1000);
    const [milliseconds = 0] = await lifetimes();
    expect(milliseconds).toBeLessThanOrEqual(seconds * 1000 + 2);
    expect(milliseconds).toBeGreaterThan(seconds * 1000 - 5000);
  });

  test('revoked again, it is remembered for longer, never for less', async () => {
    const list = listOf({ clockSkewSeconds: 0 });
    const now = Date.now();
    for (const seconds of [60, 120, 30]) await list.revoke('token', now + seconds * 1000);
    const [milliseconds = 0] = await lifetimes();
    expect(milliseconds).toBeGreaterThan(110_000);
    expect(milliseconds).toBeLessThanOrEqual(120_002);
  });

  test('its clock is the one that it was given', async () => {
    const clock = () => Date.parse('2026-01-02T03:04:05Z');
    await listOf({ clock, clockSkewSeconds: 0 }).revoke('token', clock() + 60_000);
    const [milliseconds = 0] = await lifetimes();
    expect(milliseconds).toBeGreaterThan(50_000);
  });

  test('names are of one length, and cannot be read back', async () => {
    const list = listOf();
    await list.revoke('x'.repeat(10_000), Date.now());
    await list.revoke('é', Date.now());
    const keys = (await redis.send('KEYS', `${prefix}revoked:*`)) as string[];
    expect(keys.map((key) => key.length - `${prefix}revoked:`.length)).toEqual([43, 43]);
  });

  test.each([
    { tokenId: '', until: 0 },
    { tokenId: 'token', until: Number.NaN },
    { tokenId: 'token', until: Number.POSITIVE_INFINITY },
  ])('revoke("$tokenId", $until): not a revocation', async ({ tokenId, until }) => {
    await expect(listOf().revoke(tokenId, until)).rejects.toThrow(TypeError);
  });

  test('holds when Redis is killed, where it logs what it is told', async () => {
    const list = listOf();
    await list.revoke('token', Date.now() + 60_000);
    await server.stop();
    await expect(list.isRevoked('another')).rejects.toThrow();
    await expect(list.revoke('another', Date.now() + 60_000)).rejects.toThrow();
    await server.start();
    expect(await list.isRevoked('token')).toBe(true);
    expect(await list.isRevoked('another')).toBe(false);
  });

  test('throws while Redis hangs, and answers once it does', async () => {
    const list = listOf({ timeoutMilliseconds: 100, maxPending: 3 });
    await list.revoke('token', Date.now() + 60_000);
    server.pause();
    const questions = Array.from({ length: 3 }, () => list.isRevoked('token'));
    await expect(list.isRevoked('token')).rejects.toThrow('3 questions');
    for (const question of questions) await expect(question).rejects.toThrow('in time');
    server.resume();
    await expect.poll(() => list.isRevoked('token').catch(String), { timeout: 30_000 }).toBe(true);
  });
});
