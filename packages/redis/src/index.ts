export type { IoredisClient, NodeRedisClient, RedisClient } from './client.ts';
export type { RedisClientOptions, RedisOptions } from './redis-options.ts';
export {
  type RedisReplayGuard,
  type RedisReplayGuardOptions,
  redisReplayGuard,
} from './redis-replay-guard.ts';
export {
  type RedisRevocationList,
  type RedisRevocationListOptions,
  redisRevocationList,
} from './redis-revocation-list.ts';
export { redisThrottle } from './redis-throttle.ts';
export type { WarningHandler } from './warn.ts';
