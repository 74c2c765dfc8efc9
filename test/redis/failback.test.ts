import { setTimeout } from 'node:timers/promises';
import { redisReplayGuard } from '@countersign/redis';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clientKinds, type TestClient } from '../support/redis-clients.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../support/redis-server.ts';

const MARKER = 'countersign:remembered-since';

// A server that was replaced, never ended, and is asked again without having heard what was used meanwhile.
describeWithRedis.each(clientKinds)('a master of before takes over again, over $kind', ({ connected }) => {
  let first: RedisServer;
  let second: RedisServer;
  const open: TestClient[] = [];

  beforeEach(async () => {
    first = await startRedis();
    second = await startRedis({ replicaof: `127.0.0.1 ${first.port}` });
  });
  afterEach(async () => {
    for (const client of open.splice(0)) client[Symbol.dispose]();
    await second[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
  });

  async function clientOf(server: RedisServer): Promise<TestClient> {
    const client = await connected(server);
    open.push(client);
    return client;
  }
  async function guardOf(server: RedisServer) {
    return redisReplayGuard({ client: (await clientOf(server)).client, onWarning: () => {} });
  }
  function claimed(guard: Awaited<ReturnType<typeof guardOf>>, key: string, seed: number) {
    const claim = () => guard.claim(key, seed + 300_000, { account: 'site', seed });
    return vi.waitFor(claim, { timeout: 30_000 });
  }

  /** What is asked of the address of the first server reaches the second, and is then gone with it. */
  async function usedAtTheSecond(): Promise<number> {
    const before = await guardOf(first);
    expect(await claimed(before, 'before', Date.now())).toBe('fresh');
    const atSecond = await clientOf(second);
    await vi.waitFor(async () => expect(await atSecond.send('GET', MARKER)).toBeTruthy(), {
      timeout: 30_000,
    });
    await atSecond.send('REPLICAOF', 'NO', 'ONE');
    const other = await guardOf(second);
    await other.ready();
    await setTimeout(5);
    const seed = Date.now();
    expect(await claimed(other, 'used', seed)).toBe('fresh');
    return seed;
  }

  test('made a replica and a master again: nobody accepts what it never heard of', async () => {
    const seed = await usedAtTheSecond();
    await second.stop();
    const atFirst = await clientOf(first);
    await atFirst.send('REPLICAOF', '127.0.0.1', String(second.port));
    await atFirst.send('REPLICAOF', 'NO', 'ONE');
    // It used nothing itself, and knows of nothing.
    expect(await claimed(await guardOf(first), 'used', seed)).toBe('too-old');
    const after = Date.now() + 5;
    expect(await claimed(await guardOf(first), 'signed after', after)).toBe('fresh');
  });

  test('only cut off for a while: a guard that saw the other refuses what was used there', async () => {
    const seed = await usedAtTheSecond();
    // As a moved address does: the same client, with the first server at its other end.
    const witness = await guardOf(second);
    expect(await claimed(witness, 'used', seed)).toBe('seen');
    await second.stop();
    const atFirst = await clientOf(first);
    await atFirst.send('CONFIG', 'SET', 'port', String(second.port));
    expect(await claimed(witness, 'used', seed)).toBe('too-old');
  });
});
