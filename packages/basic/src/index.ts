export { type ApiKeyHeaderOptions, apiKeyHeader } from './api-key-header.ts';
export { type BasicOptions, basic } from './basic.ts';
export type { PairOptions, PairPrincipal } from './verify-pair.ts';
