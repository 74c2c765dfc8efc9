import type { Principal } from '@countersign/core';
import type { Claims } from './token-claims.ts';

/** Whose token it is, and what it says. Frozen where requests share it. */
export interface BearerPrincipal extends Principal {
  readonly claims: Claims;
  readonly scopes: readonly string[];
  /** Its `jti`. */
  readonly tokenId?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Milliseconds since the epoch: a revocation has to be remembered until then. See `revoke`. */
  readonly revocableUntil: number;
  /** Where `PSU-IP-Address` was sent and is looked at: normalized, IPv4-mapped IPv6 as IPv4. */
  readonly psuIpAddress?: string;
}
