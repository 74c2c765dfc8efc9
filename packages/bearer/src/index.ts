export { type BearerOptions, bearer } from './bearer.ts';
export type { BearerPrincipal } from './bearer-principal.ts';
export type { ClaimPolicyOptions } from './claim-policy.ts';
export type { KeyMaterial } from './key-material.ts';
export { type KeySet, keySet } from './key-set.ts';
export { type MemoryRevocationListOptions, memoryRevocationList } from './memory-revocation-list.ts';
export type { PsuIpAddressOptions } from './psu-ip-address.ts';
export { revoke } from './revoke.ts';
export type { SignatureAlgorithm } from './signature-algorithm.ts';
export type { Claims } from './token-claims.ts';
export {
  type AccessToken,
  type AccessTokenIssuer,
  type TokenGrant,
  type TokenIssuerOptions,
  tokenIssuer,
} from './token-issuer.ts';
export type { BearerKey, VerificationKey } from './verification-key.ts';
