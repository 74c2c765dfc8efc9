import { redisThrottle } from '@countersign/redis';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clientKinds, type TestClient } from '../support/redis-clients.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../support/redis-server.ts';
import { accounts, right, throttled, times } from '../support/throttled.ts';

describeWithRedis.each(clientKinds)('redisThrottle over $kind', ({ connected }) => {
  let server: RedisServer;
  let redis: TestClient;
  const storeOf = (client = redis.client) => redisThrottle({ client, timeoutMilliseconds: 300 });

  beforeEach(async () => {
    server = await startRedis();
    redis = await connected(server);
  });
  afterEach(async () => {
    redis[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  test('failures of a pair are counted until the limit, and cleared by a success', async () => {
    const { sayAll } = throttled({ store: storeOf() });
    expect(await sayAll([...times(2), right, ...times(2), right])).toEqual([
      'proof-mismatch',
      'proof-mismatch',
      'accepted',
      'proof-mismatch',
      'proof-mismatch',
      'accepted',
    ]);
    expect(await sayAll([{}, right])).toEqual(['proof-mismatch', 'throttled']);
  });

  test('failures of an address are counted whatever the account, and not cleared', async () => {
    const { sayAll, say } = throttled({ store: storeOf() });
    await sayAll([...accounts(4), right]);
    expect(await say()).toBe('proof-mismatch');
    expect(await say(right)).toBe('throttled');
  });

  test('what fails on one machine counts on another, through either kind of client', async () => {
    await throttled({ store: storeOf() }).sayAll(times(3));
    for (const other of clientKinds) {
      using connection = await other.connected(server);
      expect(await throttled({ store: storeOf(connection.client) }).say(right)).toBe('throttled');
    }
  });

  test('a window ends', async () => {
    const { sayAll, say } = throttled({ store: storeOf(), windowSeconds: 1 });
    await sayAll(times(3));
    expect(await say(right)).toBe('throttled');
    await expect.poll(() => say(right), { timeout: 30_000 }).toBe('accepted');
  });

  test('a window begins with its first failure, and nothing prolongs it', async () => {
    const { pairs } = storeOf();
    expect(await pairs.get('key')).toBeNull();
    await pairs.penalty('key', 1, { customDuration: 60 });
    await redis.send('PEXPIRE', 'countersign:failures:pair:key', '5000');
    const counted = await pairs.penalty('key', 2, { customDuration: 60 });
    expect(counted.consumedPoints).toBe(3);
    expect(counted.msBeforeNext).toBeLessThanOrEqual(5000);
    expect(await pairs.get('key')).toMatchObject({ consumedPoints: 3 });
    await pairs.delete('key');
    expect(await pairs.get('key')).toBeNull();
  });

  test.each([
    { what: 'full', settings: ['maxmemory', '1'], back: ['maxmemory', '0'] },
    {
      what: 'short of replicas',
      settings: ['min-replicas-to-write', '1'],
      back: ['min-replicas-to-write', '0'],
    },
  ])('a server that is $what cannot count: nobody is judged until it can', async ({ settings, back }) => {
    const { say } = throttled({ store: storeOf() });
    expect(await say()).toBe('proof-mismatch');
    await redis.send('CONFIG', 'SET', ...settings);
    expect(await say()).toBe('unavailable');
    expect(await say(right)).toBe('unavailable');
    await redis.send('CONFIG', 'SET', ...back);
    expect(await say(right)).toBe('accepted');
  });

  test.each([
    { what: 'killed', begin: () => server.stop(), end: () => server.start() },
    { what: 'hanging', begin: async () => server.pause(), end: async () => server.resume() },
  ])('a server that is $what: unavailable, and back without a restart', async ({ begin, end }) => {
    const { say } = throttled({ store: storeOf() });
    expect(await say(right)).toBe('accepted');
    await begin();
    expect(await say(right)).toBe('unavailable');
    await end();
    await vi.waitFor(async () => expect(await say(right)).toBe('accepted'), { timeout: 30_000 });
  });
});
