import { type RedisReplayGuard, redisReplayGuard } from '@countersign/redis';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { startRedis } from '../../test/support/redis-server.ts';
import { longestPause } from '../measure/longest-pause.ts';
import { turnOf } from '../measure/rounds.ts';
import type { Contestant, Row, RowMaker, Size } from '../measure/row.ts';
import { ACCOUNT, fillRedis, WINDOW_MS } from '../stores/filled-redis.ts';
import { newKeys } from '../stores/new-keys.ts';

const IN_FLIGHT = 64;
const operationsOf = (size: Size) => (size === 'full' ? 20_000 : 1_000);

/** The Redis guard beside the command that it cannot do without, of the same client and the same server. */
export const replayRedis: RowMaker = {
  id: 'replay-redis',
  async *rows(size) {
    yield* withIoredis(operationsOf(size));
    yield* withNodeRedis(operationsOf(size));
    for (const alive of size === 'full' ? [10_000, 1_000_000] : [10_000]) {
      yield* withAlive(alive, operationsOf(size));
    }
  },
};

/** Takes two minutes, and two gigabytes of memory. */
export const replayRedis10Million: RowMaker = {
  id: 'replay-redis-10-million',
  onRequest: true,
  rows: (size) => withAlive(10_000_000, operationsOf(size)),
};

async function* withIoredis(operations: number): AsyncGenerator<Row> {
  await using server = await startRedis();
  const client = new Redis(server.port);
  yield {
    name: `Redis guard, ioredis, ${IN_FLIGHT} in flight`,
    operations,
    contestants: [bareIoredis(client), guard(await readyGuard({ client }))],
    close: () => client.disconnect(),
  };
}

async function* withNodeRedis(operations: number): AsyncGenerator<Row> {
  await using server = await startRedis();
  const client = createClient({ url: server.url });
  await client.connect();
  const set = (key: string) => client.sendCommand(['SET', key, '1', 'PX', String(WINDOW_MS), 'NX']);
  yield {
    name: `Redis guard, node-redis, ${IN_FLIGHT} in flight`,
    operations,
    contestants: [bare(set), guard(await readyGuard({ client }))],
    close: () => client.destroy(),
  };
}

/** With so many claims in Redis, which expire meanwhile. */
async function* withAlive(alive: number, operations: number): AsyncGenerator<Row> {
  await using server = await startRedis();
  const client = new Redis(server.port);
  const replay = await readyGuard({ client });
  const bytes = await fillRedis(client, replay, alive);
  const ours = guard(replay);
  yield {
    name: `Redis guard, ioredis, ${IN_FLIGHT} in flight, ${alive.toLocaleString('en')} alive`,
    operations,
    contestants: [bareIoredis(client), ours],
    facts: async () => {
      ours.before?.(operations);
      const pause = await longestPause(() => turnOf(ours, operations));
      return [
        `${ours.name}: ${bytes.toFixed(1)} bytes of Redis’ memory a claim`,
        `${ours.name}: the event loop stood still for ${pause.toFixed(1)} ms at most`,
      ];
    },
    close: () => client.disconnect(),
  };
}

const bareIoredis = (client: Redis) => bare((key) => client.set(key, '1', 'PX', WINDOW_MS, 'NX'));

function bare(set: (key: string) => Promise<unknown>): Contestant {
  const keys = newKeys();
  return {
    name: 'bare SET … PX … NX',
    inFlight: IN_FLIGHT,
    before: keys.renew,
    async once(index) {
      if ((await set(keys.at(index))) !== 'OK') throw new Error('a new key was there');
    },
  };
}

function guard(replay: RedisReplayGuard): Contestant {
  const keys = newKeys();
  return {
    name: 'redisReplayGuard',
    inFlight: IN_FLIGHT,
    before: keys.renew,
    async once(index) {
      const now = Date.now();
      const claim = await replay.claim(keys.at(index), now + WINDOW_MS, { account: ACCOUNT, seed: now });
      if (claim !== 'fresh') throw new Error(`a new key was ${claim}`);
    },
  };
}

/** The server of the bench need not survive a restart: there is nothing to be warned of. */
async function readyGuard(options: Parameters<typeof redisReplayGuard>[0]): Promise<RedisReplayGuard> {
  const replay = redisReplayGuard({ ...options, onWarning: () => {} });
  await replay.ready();
  return replay;
}
