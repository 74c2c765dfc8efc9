import type { RevocationList } from '@countersign/core';
import type { BearerPrincipal } from './bearer-principal.ts';

/**
 * Revokes the token of a principal, as at logout: every verifier that asks this list refuses it from then on.
 *
 * @throws TypeError for a token without a `jti`, and whatever the list throws: the token still works then, and
 * the caller must not say that it does not.
 */
export async function revoke(
  revocations: RevocationList,
  { tokenId, revocableUntil }: Pick<BearerPrincipal, 'tokenId' | 'revocableUntil'>,
): Promise<void> {
  if (tokenId === undefined) throw new TypeError('a token without a jti cannot be revoked');
  await revocations.revoke(tokenId, revocableUntil);
}
