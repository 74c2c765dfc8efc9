export type { IoredisClient, NodeRedisClient, RedisClient } from './client.ts';
export type { RedisOptions } from './redis-options.ts';
export {
  type RedisReplayGuard,
  type RedisReplayGuardOptions,
  redisReplayGuard,
} from './redis-replay-guard.ts';
export { type RedisRevocationListOptions, redisRevocationList } from './redis-revocation-list.ts';
export type { WarningHandler } from './warn.ts';
