import type { Clock, ReplayGuard } from '@countersign/core';
import { type RedisClient, redisReplayGuard } from '@countersign/redis';
import { Redis } from 'ioredis';
import { createClient } from 'redis';

/** A guard of a worker's own on the Redis at `options.port`. It is made whether Redis is there or not. */
export async function redisGuard(
  kind: 'ioredis' | 'node-redis',
  options: Readonly<Record<string, unknown>>,
  clock: Clock,
): Promise<ReplayGuard> {
  const client = kind === 'ioredis' ? ioredis(Number(options.port)) : nodeRedis(Number(options.port));
  const guard = redisReplayGuard({ ...options, client, clock, onWarning: () => {} });
  await guard.ready().catch(() => {});
  return guard;
}

function ioredis(port: number): RedisClient {
  return new Redis(port, { retryStrategy: () => 50 }).on('error', () => {});
}

function nodeRedis(port: number): RedisClient {
  const client = createClient({ socket: { host: '127.0.0.1', port, reconnectStrategy: () => 50 } });
  client.on('error', () => {});
  client.connect().catch(() => {});
  return client;
}
