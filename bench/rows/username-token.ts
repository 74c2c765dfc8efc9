import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryDirectory, memoryReplayGuard, type ReplayGuard, sqliteReplayGuard } from '@countersign/core';
import { redisReplayGuard } from '@countersign/redis';
import { usernameToken as tokenVerifier } from '@countersign/username-token';
import { Redis } from 'ioredis';
import { inboundRequest } from '../../test/support/inbound-request.ts';
import { placetopayAuth } from '../../test/support/placetopay-auth.ts';
import { startRedis } from '../../test/support/redis-server.ts';
import type { Contestant, RowMaker } from '../measure/row.ts';

const SECRET = 'siteSecretKey';
const IN_FLIGHT = 64;

/** From a parsed body to a verdict, by replay guard. */
export const usernameToken: RowMaker = {
  id: 'username-token',
  async *rows(size) {
    await using redis = await startRedis();
    const client = new Redis(redis.port);
    const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
    const sqlite = sqliteReplayGuard({ path: join(folder, 'replay.sqlite') });
    yield {
      name: 'username token, parsed body to verdict',
      operations: size === 'full' ? 10_000 : 500,
      contestants: [
        floor(),
        // All that is claimed in all rounds: nothing has to go.
        ours('ours, memory guard', memoryReplayGuard({ capacity: 1_000_000, rememberedSince: 0 })),
        { ...ours(`ours, SQLite guard, ${IN_FLIGHT} in flight`, sqlite), inFlight: IN_FLIGHT },
        {
          ...ours(`ours, Redis guard, ${IN_FLIGHT} in flight`, redisReplayGuard({ client })),
          inFlight: IN_FLIGHT,
        },
      ],
      close() {
        client.disconnect();
        sqlite.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
};

/** Decoding, hashing, comparing and reading the time: all but the claim. */
function floor(): Contestant {
  const secrets = new Map([['siteLogin', SECRET]]);
  const tokens = newTokens();
  return {
    name: 'floor: decode, SHA-256, timingSafeEqual, no claim',
    before: tokens.renew,
    once(index) {
      const { login, nonce, seed, tranKey } = tokens.at(index);
      const secret = secrets.get(login) ?? '';
      const text = Buffer.concat([Buffer.from(nonce, 'base64'), Buffer.from(seed + secret)]);
      const sent = Buffer.from(tranKey, 'base64');
      const right = timingSafeEqual(hash('sha256', text, 'buffer'), sent);
      if (!right || Math.abs(Date.now() - Date.parse(seed)) > 300_000)
        throw new Error('the right token was refused');
    },
  };
}

function ours(name: string, replay: ReplayGuard): Contestant {
  const directory = memoryDirectory([{ id: 'siteLogin', secrets: [SECRET] }]);
  const verifier = tokenVerifier({ directory, replay });
  const tokens = newTokens();
  return {
    name,
    before: tokens.renew,
    async once(index) {
      const { outcome } = await verifier.verify(inboundRequest({ json: { auth: tokens.at(index) } }));
      if (outcome !== 'accepted') throw new Error(`the right token was ${outcome}`);
    },
  };
}

function newTokens() {
  let tokens: ReturnType<typeof placetopayAuth>[] = [];
  return {
    renew(count: number): void {
      tokens = Array.from({ length: count }, () => placetopayAuth({ nonce: randomBytes(16) }));
    },
    at: (index: number) => tokens[index] ?? placetopayAuth(),
  };
}
