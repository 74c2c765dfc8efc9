/// <reference path="./rate-limiter-files.d.ts" />
import type { FailureCounter, ThrottleStore } from '@countersign/core';
import RateLimiterRedis from 'rate-limiter-flexible/lib/RateLimiterRedis.js';
import { type Link, linkTo } from './link.ts';
import { completeClientOptions, type RedisClientOptions } from './redis-options.ts';

/**
 * The counts of a throttle in Redis: failures on any machine count for all of them.
 *
 * A Redis that cannot answer in time, or cannot write, makes the verdict `unavailable`. One that forgets forgets
 * failures, and no more: unlike what is used once, they may live on a server that evicts. A failure is kept for one
 * window, so what a flood takes is bounded by how many addresses it comes from; on a server of its own
 * (`maxmemory-policy volatile-ttl`) it can never take room from claims.
 *
 * @throws TypeError when an option is unusable.
 */
export function redisThrottle(options: RedisClientOptions): ThrottleStore {
  const { prefix, ...redis } = completeClientOptions(options);
  const link = linkTo(redis);
  const counter = (name: string) => failureCounter(link, redis.client, `${prefix}failures:${name}`);
  return { pairs: counter('pair'), addresses: counter('address') };
}

function failureCounter(link: Link, client: RedisClientOptions['client'], keyPrefix: string): FailureCounter {
  const limiter = new RateLimiterRedis({
    storeClient: client,
    useRedisPackage: !('call' in client),
    keyPrefix,
    points: 0,
    duration: 0,
  });
  const writable = ['SET', `${keyPrefix}-written`, '', 'PX', '1'];

  async function within<T>(work: () => Promise<T>): Promise<T> {
    link.enter();
    return link.within(link.deadline(), 1, work);
  }

  return {
    get: (key) =>
      within(async () => {
        // A server that is full or read-only still tells what it counted, and counts no more.
        const [counted] = await Promise.all([limiter.get(key), link.connection.send(writable)]);
        return counted;
      }),
    penalty: (key, points, window) => within(() => limiter.penalty(key, points, window)),
    delete: (key) => within(() => limiter.delete(key)),
  };
}
