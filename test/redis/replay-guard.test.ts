import { setTimeout } from 'node:timers/promises';
import { redisReplayGuard } from '@countersign/redis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { clientKinds, type TestClient } from '../support/redis-clients.ts';
import { describeWithRedis, type RedisServer, startRedis } from '../support/redis-server.ts';

const WINDOW_MS = 300_000;

describeWithRedis.each(clientKinds)('redisReplayGuard over $kind', ({ connected }) => {
  let server: RedisServer;
  let redis: TestClient;
  let prefix: string;
  let guards = 0;

  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server[Symbol.asyncDispose]());
  beforeEach(async () => {
    redis = await connected(server);
    guards += 1;
    prefix = `guard-${guards}:`;
  });
  afterEach(() => redis[Symbol.dispose]());

  const guardOf = (options: Partial<Parameters<typeof redisReplayGuard>[0]> = {}) =>
    redisReplayGuard({ client: redis.client, prefix, ...options });
  const scope = (account = 'site') => ({ account, seed: Date.now() });

  test('a key is fresh once', async () => {
    const guard = guardOf();
    const until = Date.now() + WINDOW_MS;
    expect(await guard.claim('digest', until, scope())).toBe('fresh');
    expect(await guard.claim('digest', until, scope())).toBe('seen');
    expect(await guard.claim('another', until, scope())).toBe('fresh');
  });

  test.each([1, 32, 33, 64, 65, 200])('of %i claims of one key at once, one is fresh', async (claims) => {
    const guard = guardOf();
    const all = Array.from({ length: claims }, () => guard.claim('digest', Date.now() + WINDOW_MS, scope()));
    const answers = await Promise.all(all);
    expect(answers.filter((answer) => answer === 'fresh')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'seen')).toHaveLength(claims - 1);
  });

  test.each([
    { claims: 32, commands: 1 },
    { claims: 33, commands: 2 },
    { claims: 65, commands: 3 },
  ])('$claims claims at once share $commands commands', async ({ claims, commands }) => {
    const guard = guardOf();
    await guard.ready();
    const before = await scriptsRun();
    const all = Array.from({ length: claims }, (_, i) =>
      guard.claim(`digest ${i}`, Date.now() + WINDOW_MS, scope()),
    );
    expect(new Set(await Promise.all(all))).toEqual(new Set(['fresh']));
    expect((await scriptsRun()) - before).toBe(commands);
  });

  async function scriptsRun(): Promise<number> {
    const stats = String(await redis.send('INFO', 'commandstats'));
    return Number(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1] ?? 0);
  }

  test('many keys at once are told apart, each by its own account', async () => {
    const guard = guardOf();
    const until = Date.now() + WINDOW_MS;
    const claimAll = () =>
      Promise.all(
        Array.from({ length: 300 }, (_, i) =>
          guard.claim(`digest ${i % 100}`, until, scope(`site ${i % 150}`)),
        ),
      );
    expect(new Set(await claimAll())).toEqual(new Set(['fresh']));
    expect(new Set(await claimAll())).toEqual(new Set(['seen']));
  });

  test.each([
    { one: ['a', 'bc'], other: ['ab', 'c'] },
    { one: ['1:a', 'b'], other: ['1', ':ab'] },
    { one: ['a', '1:ab'], other: ['a1:a', 'b'] },
  ])('account and key do not run into one another: $one and $other', async ({ one, other }) => {
    const guard = guardOf();
    for (const [account = '', key = ''] of [one, other]) {
      expect(await guard.claim(key, Date.now() + WINDOW_MS, scope(account))).toBe('fresh');
    }
  });

  test('what one guard has claimed, another has seen, through either kind of client', async () => {
    const until = Date.now() + WINDOW_MS;
    expect(await guardOf().claim('digest', until, scope())).toBe('fresh');
    for (const other of clientKinds) {
      using connection = await other.connected(server);
      const guard = redisReplayGuard({ client: connection.client, prefix });
      expect(await guard.claim('digest', until, scope())).toBe('seen');
    }
  });

  test('another prefix is another memory', async () => {
    const until = Date.now() + WINDOW_MS;
    expect(await guardOf().claim('digest', until, scope())).toBe('fresh');
    expect(await guardOf({ prefix: `other-${prefix}` }).claim('digest', until, scope())).toBe('fresh');
  });

  test('neither digest nor account can be read in Redis, and every key has one length', async () => {
    const guard = guardOf();
    const digest = 'sha256:YIgUNuYunsTQa6LDN6VgS8g2oOOSFm6un/SuQRQE8wc=';
    await guard.claim(digest, Date.now() + WINDOW_MS, scope('siteLogin'));
    await guard.claim('x'.repeat(10_000), Date.now() + WINDOW_MS, scope('y'.repeat(10_000)));
    const keys = (await redis.send('KEYS', `${prefix}used:*`)) as string[];
    expect(keys.map((key) => key.slice(prefix.length + 'used:'.length).length)).toEqual([22, 22]);
    expect(keys.join()).not.toMatch(/siteLogin|YIgUNuYunsTQa6LDN6VgS8g2oOOSFm6un|xxx|yyy/);
  });

  test.each([
    { what: 'a seed that is now', untilSeconds: 300, options: {}, seconds: 900 },
    { what: 'the latest seed', untilSeconds: 600, options: {}, seconds: 1200 },
    { what: 'the earliest seed', untilSeconds: 0.5, options: {}, seconds: 600.5 },
    { what: 'clocks that agree', untilSeconds: 300, options: { clockSkewSeconds: 0 }, seconds: 300 },
  ])('$what is remembered for $seconds s', async ({ untilSeconds, options, seconds }) => {
    const guard = guardOf(options);
    await guard.ready();
    expect(await guard.claim('digest', Date.now() + untilSeconds * 1000, scope())).toBe('fresh');
    const [key = ''] = (await redis.send('KEYS', `${prefix}used:*`)) as string[];
    const milliseconds = Number(await redis.send('PTTL', key));
    expect(milliseconds).toBeLessThanOrEqual(seconds * 1000 + 2);
    expect(milliseconds).toBeGreaterThan(seconds * 1000 - 5000);
  });

  test.each([0, 600])(
    'past its time a key is never fresh, and is remembered all the same: %i s of skew',
    async (clockSkewSeconds) => {
      const guard = guardOf({ clockSkewSeconds });
      const until = Date.now() - 1;
      expect(await guard.claim('digest', until, scope())).toBe('too-old');
      expect(await guard.claim('digest', until, scope())).not.toBe('fresh');
    },
  );

  test.each([
    { seed: Number.NaN, until: 0 },
    { seed: 0, until: Number.NaN },
    { seed: Number.POSITIVE_INFINITY, until: 0 },
    { seed: 0, until: Number.POSITIVE_INFINITY },
    { seed: 0, until: 8.64e15 + 1 },
  ])('seed $seed, until $until: not times', async ({ seed, until }) => {
    await expect(guardOf().claim('digest', until, { account: 'site', seed })).rejects.toThrow(TypeError);
  });

  test('a clock that gives no time makes claims fail, not pass', async () => {
    expect(() => guardOf({ clock: () => Number.NaN })).toThrow(/^clock must give milliseconds/);
    let now = Date.now();
    const guard = guardOf({ clock: () => now });
    now = Number.NaN;
    await expect(guard.claim('digest', Date.now() + WINDOW_MS, scope())).rejects.toThrow();
  });

  test('machines four minutes ahead and four behind accept a digest once, until none accepts it any more', async () => {
    const ahead = guardOf({ clock: () => Date.now() + 240_000 });
    const behind = guardOf({ clock: () => Date.now() - 240_000 });
    const seed = Date.now();
    expect(await ahead.claim('digest', seed + WINDOW_MS, { account: 'site', seed })).toBe('fresh');
    expect(await behind.claim('digest', seed + WINDOW_MS, { account: 'site', seed })).toBe('seen');
    const [key = ''] = (await redis.send('KEYS', `${prefix}used:*`)) as string[];
    // The one behind accepts the seed for another 540 s.
    expect(Number(await redis.send('PTTL', key))).toBeGreaterThan(540_000);
  });

  test('… in real time, with half a second of window and of skew', async () => {
    const guards = [-400, 400].map((off) =>
      guardOf({ clock: () => Date.now() + off, clockSkewSeconds: 0.8 }),
    );
    const [behind, ahead] = guards;
    await Promise.all(guards.map((guard) => guard.ready()));
    const seed = Date.now();
    const claim = { account: 'site', seed };
    expect(await ahead?.claim('digest', seed + 500, claim)).toBe('fresh');
    const answers = new Set<string | undefined>();
    while (Date.now() - 400 < seed + 500) {
      answers.add(await behind?.claim('digest', seed + 500, claim));
      await setTimeout(10);
    }
    // One that is held up until it could no longer be accepted is too old.
    expect(answers).toContain('seen');
    expect(answers).not.toContain('fresh');
  });
});
