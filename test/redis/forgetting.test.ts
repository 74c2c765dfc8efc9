import { setTimeout } from 'node:timers/promises';
import type { Claim, ReplayGuard } from '@countersign/core';
import { type RedisReplayGuard, redisReplayGuard } from '@countersign/redis';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { clientKinds, type TestClient } from '../support/redis-clients.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../support/redis-server.ts';

const WINDOW_MS = 300_000;

/** What a guard says once it can. */
async function claimed(guard: ReplayGuard, key: string, seed: number): Promise<Claim> {
  return vi.waitFor(() => guard.claim(key, seed + WINDOW_MS, { account: 'site', seed }), { timeout: 30_000 });
}

describeWithRedis.each(clientKinds)('a Redis that forgets, over $kind', ({ connected }) => {
  let server: RedisServer;
  const open: TestClient[] = [];
  const warnings: string[] = [];

  beforeEach(async () => {
    server = await startRedis();
    warnings.length = 0;
  });
  afterEach(async () => {
    for (const client of open.splice(0)) client[Symbol.dispose]();
    await server[Symbol.asyncDispose]();
  });

  /** A guard of another process. */
  async function newGuard(): Promise<RedisReplayGuard> {
    const client = await connected(server);
    open.push(client);
    return redisReplayGuard({ client: client.client, onWarning: (message) => warnings.push(message) });
  }
  async function send(...command: string[]): Promise<unknown> {
    using client = await connected(server);
    return await client.send(...command);
  }
  async function restart(): Promise<void> {
    await server.stop();
    await server.start();
  }

  const losses = [
    { what: 'it is emptied', lose: () => send('FLUSHALL') },
    { what: 'it is restarted', lose: restart },
    { what: 'it is restarted, and emptied', lose: () => restart().then(() => send('FLUSHALL')) },
    { what: 'it is emptied twice', lose: () => send('FLUSHALL').then(() => send('FLUSHALL')) },
    { what: 'only its marker is lost', lose: () => send('DEL', 'countersign:remembered-since') },
  ];

  test.each(losses)(
    '$what: what was used before is refused, and what is signed later accepted',
    async ({ lose }) => {
      const guard = await newGuard();
      const before = Date.now();
      expect(await claimed(guard, 'used', before)).toBe('fresh');
      await lose();
      expect(await claimed(guard, 'used', before)).not.toBe('fresh');
      expect(await claimed(guard, 'never used, signed before', before)).toBe('too-old');
      await setTimeout(5);
      const after = Date.now();
      expect(await claimed(guard, 'signed after', after)).toBe('fresh');
      expect(await claimed(guard, 'signed after', after)).toBe('seen');
      expect(warnings).toContainEqual(expect.stringMatching(/^Redis has forgotten what was used: .* \d{4}-/));
    },
  );

  test.each(losses)(
    '$what: another guard refuses it too, before and after it has noticed',
    async ({ lose }) => {
      const [one, other] = [await newGuard(), await newGuard()];
      const seed = Date.now();
      expect(await claimed(one, 'used', seed)).toBe('fresh');
      expect(await claimed(other, 'used by the other', seed)).toBe('fresh');
      await lose();
      expect(await claimed(one, 'used by the other', seed)).not.toBe('fresh');
      expect(await claimed(other, 'used', seed)).not.toBe('fresh');
    },
  );

  test('a seed ahead of the clock, too, when it was used here', async () => {
    const guard = await newGuard();
    const ahead = Date.now() + 200_000;
    expect(await claimed(guard, 'used', ahead)).toBe('fresh');
    await restart();
    expect(await claimed(guard, 'used', ahead)).toBe('too-old');
    expect(await claimed(guard, 'signed after', Date.now())).toBe('too-old');
    expect(await claimed(guard, 'later still', ahead + 1)).toBe('fresh');
    // … and everybody else is told.
    expect(await claimed(await newGuard(), 'used', ahead)).not.toBe('fresh');
  });

  test('of guards that come back one after the other, the one that used the latest seed raises it for all', async () => {
    const [one, other] = [await newGuard(), await newGuard()];
    const ahead = Date.now() + 200_000;
    expect(await claimed(one, 'early', Date.now())).toBe('fresh');
    expect(await claimed(other, 'used', ahead)).toBe('fresh');
    await send('FLUSHALL');
    expect(await claimed(one, 'early', Date.now() - 1000)).toBe('too-old');
    expect(await claimed(other, 'used', ahead)).toBe('too-old');
    expect(await claimed(one, 'never used', ahead)).toBe('too-old');
  });

  test('restarted with everything it had: what was used is refused, and so is every seed from before', async () => {
    await server[Symbol.asyncDispose]();
    server = await startRedis({ appendonly: 'yes', appendfsync: 'always' });
    const guard = await newGuard();
    const before = Date.now();
    expect(await claimed(guard, 'used', before)).toBe('fresh');
    await restart();
    expect(await claimed(guard, 'used', before)).toBe('seen');
    expect(await claimed(guard, 'never used', before)).toBe('too-old');
    expect(await claimed(await newGuard(), 'used', before)).toBe('seen');
  });

  test('restarted with an old copy of what it had: what was used since is refused', async () => {
    const guard = await newGuard();
    expect(await claimed(guard, 'saved', Date.now())).toBe('fresh');
    await send('SAVE');
    const since = Date.now();
    expect(await claimed(guard, 'used since', since)).toBe('fresh');
    await restart();
    // A guard that starts finds the marker of old.
    expect(await claimed(await newGuard(), 'used since', since)).toBe('too-old');
    expect(await claimed(guard, 'used since', since)).not.toBe('fresh');
  });

  test('a connection that is lost, to a server that is not, forgets nothing', async () => {
    const guard = await newGuard();
    const before = Date.now();
    expect(await claimed(guard, 'used', before)).toBe('fresh');
    await send('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    expect(await claimed(guard, 'used', before)).toBe('seen');
    expect(await claimed(guard, 'never used', before)).toBe('fresh');
    expect(warnings).toEqual([]);
  });

  test('scripts that are flushed are loaded again, and forget nothing', async () => {
    const guard = await newGuard();
    const before = Date.now();
    expect(await claimed(guard, 'used', before)).toBe('fresh');
    await send('SCRIPT', 'FLUSH');
    expect(await claimed(guard, 'used', before)).toBe('seen');
    expect(await claimed(guard, 'never used', before)).toBe('fresh');
  });

  test('the application is restarted, and Redis is not: what was used is refused, what was not is accepted', async () => {
    const before = Date.now();
    expect(await claimed(await newGuard(), 'used', before)).toBe('fresh');
    for (const client of open.splice(0)) client[Symbol.dispose]();
    const guard = await newGuard();
    expect(await claimed(guard, 'used', before)).toBe('seen');
    expect(await claimed(guard, 'never used', before)).toBe('fresh');
  });

  test('both are restarted, in one second: what was used before is refused', async () => {
    const seed = Date.now();
    expect(await claimed(await newGuard(), 'used', seed)).toBe('fresh');
    for (const client of open.splice(0)) client[Symbol.dispose]();
    await server.stop();
    await server.start();
    const guard = await newGuard();
    expect(await claimed(guard, 'used', seed)).toBe('too-old');
    expect(await claimed(guard, 'signed after', Date.now())).toBe('fresh');
  });

  test('a replica that lags behind takes over: what it never heard of is refused', async () => {
    const guard = await newGuard();
    expect(await claimed(guard, 'used', Date.now())).toBe('fresh');
    await using replica = await startRedis({ replicaof: `127.0.0.1 ${server.port}` });
    using atReplica = await connected(replica);
    await vi.waitFor(
      async () => expect(await atReplica.send('GET', 'countersign:remembered-since')).toBeTruthy(),
      { timeout: 30_000 },
    );
    await atReplica.send('REPLICAOF', 'NO', 'ONE');
    const since = Date.now();
    expect(await claimed(guard, 'used since', since)).toBe('fresh');
    await server.stop();
    await atReplica.send('CONFIG', 'SET', 'port', String(server.port));
    expect(await claimed(guard, 'used since', since)).toBe('too-old');
    expect(await claimed(await newGuard(), 'used since', since)).not.toBe('fresh');
    expect(await claimed(guard, 'signed after', Date.now())).toBe('fresh');
  });
});
