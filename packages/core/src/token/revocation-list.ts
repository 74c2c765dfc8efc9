/** Remembers which tokens were revoked, by their id (`jti`, RFC 7519 section 4.1.7). */
export interface RevocationList {
  /**
   * In force from the next `isRevoked` on.
   *
   * @param tokenId the token's `jti`
   * @param until milliseconds since the epoch: it is remembered until then at the least, which is as long as
   * the token could be accepted anywhere
   * @throws when it cannot remember: the token is not revoked then, and the caller must not say that it is
   */
  revoke(tokenId: string, until: number): void | Promise<void>;
  /** @throws when it cannot answer: the verdict is `unavailable` then, never accepted */
  isRevoked(tokenId: string): boolean | Promise<boolean>;
}
