import type { AccessToken } from '@countersign/bearer';
import type { Clock, RevocationList } from '@countersign/core';
import { LRUCache } from 'lru-cache';

const REMEMBERED = 200;

/** A token that the sandbox issued, without the token itself. */
export interface RegisteredToken {
  /** Its `jti`. */
  readonly id: string;
  readonly provider: string;
  readonly account: string;
  /** ISO 8601. */
  readonly expiresAt: string;
  readonly status: 'good' | 'revoked';
}

export interface TokenRegister {
  /** Remembers what was issued, and hands it on. */
  issued(
    provider: string,
    account: string,
    revocations: RevocationList,
    token: Promise<AccessToken>,
  ): Promise<AccessToken>;
  /** The last ones that have not expired, newest first. */
  list(): Promise<RegisteredToken[]>;
  /** In force at once. `undefined` where no token has this id. */
  revoke(id: string): Promise<RegisteredToken | undefined>;
}

interface Remembered {
  readonly provider: string;
  readonly account: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly revocations: RevocationList;
}

export function tokenRegister(clock: Clock): TokenRegister {
  const tokens = new LRUCache<string, Remembered>({ max: REMEMBERED });

  async function shown(id: string, token: Remembered): Promise<RegisteredToken> {
    const { provider, account, expiresAt, revocations } = token;
    const status = (await revocations.isRevoked(id)) ? 'revoked' : 'good';
    return { id, provider, account, expiresAt: new Date(expiresAt).toISOString(), status };
  }

  return {
    async issued(provider, account, revocations, promised) {
      const token = await promised;
      tokens.set(token.tokenId, { provider, account, expiresAt: token.expiresAt, revocations });
      return token;
    },
    list() {
      const now = clock();
      const live = [...tokens.entries()].filter(([, { expiresAt }]) => expiresAt > now);
      return Promise.all(live.map(([id, token]) => shown(id, token)));
    },
    async revoke(id) {
      const token = tokens.peek(id);
      if (!token) return undefined;
      // The clock may be moved back: remembered for an hour longer than the token is good for.
      await token.revocations.revoke(id, token.expiresAt + 3_600_000);
      return shown(id, token);
    },
  };
}
