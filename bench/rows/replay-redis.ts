import { randomBytes } from 'node:crypto';
import type { ReplayGuard } from '@countersign/core';
import { redisReplayGuard } from '@countersign/redis';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { startRedis } from '../../test/support/redis-server.ts';
import type { RowMaker } from '../measure/row.ts';

const WINDOW_MS = 300_000;
const IN_FLIGHT = 64;

/** The Redis guard beside the command that it cannot do without, of the same client and the same server. */
export const replayRedis: RowMaker = {
  id: 'replay-redis',
  async *rows(size) {
    await using redis = await startRedis();
    const operations = size === 'full' ? 20_000 : 1_000;
    const ioredis = new Redis(redis.port);
    const withIoredis = redisReplayGuard({ client: ioredis });
    yield {
      name: `Redis guard, ioredis, ${IN_FLIGHT} in flight`,
      operations,
      contestants: [
        {
          name: 'bare SET … PX … NX',
          inFlight: IN_FLIGHT,
          once: () => ioredis.set(newKey(), '1', 'PX', WINDOW_MS, 'NX'),
        },
        { name: 'redisReplayGuard', inFlight: IN_FLIGHT, once: () => claimed(withIoredis) },
      ],
      close: () => ioredis.disconnect(),
    };

    const nodeRedis = createClient({ url: redis.url });
    await nodeRedis.connect();
    const withNodeRedis = redisReplayGuard({ client: nodeRedis });
    yield {
      name: `Redis guard, node-redis, ${IN_FLIGHT} in flight`,
      operations,
      contestants: [
        {
          name: 'bare SET … PX … NX',
          inFlight: IN_FLIGHT,
          once: () => nodeRedis.sendCommand(['SET', newKey(), '1', 'PX', String(WINDOW_MS), 'NX']),
        },
        { name: 'redisReplayGuard', inFlight: IN_FLIGHT, once: () => claimed(withNodeRedis) },
      ],
      close: () => nodeRedis.destroy(),
    };
  },
};

const newKey = () => `sha256:${randomBytes(32).toString('base64')}`;

async function claimed(guard: ReplayGuard): Promise<void> {
  const now = Date.now();
  const claim = await guard.claim(newKey(), now + WINDOW_MS, { account: 'site', seed: now });
  if (claim !== 'fresh') throw new Error(`a new key was ${claim}`);
}
