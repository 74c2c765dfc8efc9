import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type InboundRequest, memoryDirectory, memoryReplayGuard, type Verifier } from '@countersign/core';
import { placetopayAuth } from '../test/support/placetopay-auth.ts';
import { digests } from './by-hand.ts';
import { type Expected, expecting } from './measure/expecting.ts';
import type { Contestant } from './measure/row.ts';

export type Token = ReturnType<typeof placetopayAuth>;

const SECRET = 'siteSecretKey';
const secrets = new Map([['siteLogin', SECRET]]);

export const tokenDirectory = memoryDirectory([{ id: 'siteLogin', secrets: [SECRET] }]);

/** With room for all that is claimed in 15 rounds of 10,000: nothing has to go. */
export function tokenGuard() {
  return memoryReplayGuard({ capacity: 200_000, rememberedSince: 0 });
}

/** Decoding, hashing, comparing and reading the time: all but the claim. */
export function checkByHand({ login, nonce, seed, tranKey }: Token, digestOf = digests.asBuffer): void {
  const secret = secrets.get(login) ?? '';
  const text = Buffer.concat([Buffer.from(nonce, 'base64'), Buffer.from(seed + secret)]);
  const sent = Buffer.from(tranKey, 'base64');
  const right = timingSafeEqual(digestOf(text), sent);
  if (!right || Math.abs(Date.now() - Date.parse(seed)) > 300_000)
    throw new Error('the right token was refused');
}

/** Does a job with new tokens, each of which was made into what arrives before the turn. */
export function withNewTokens<T>(
  name: string,
  arrived: (token: Token) => T,
  once: (arrived: T) => unknown,
): Contestant {
  let all: T[] = [];
  return {
    name,
    before(count) {
      all = Array.from({ length: count }, () => arrived(placetopayAuth({ nonce: randomBytes(16) })));
    },
    once: (index) => once(all[index] as T),
  };
}

/** The job of a verifier, on a request as it arrived. */
export function verifiesTokens<T>(
  name: string,
  verifier: Verifier,
  arrived: (token: Token) => T,
  inbound: (arrived: T) => InboundRequest,
  expected: Expected = 'accepted',
): Contestant {
  return {
    ...withNewTokens(name, arrived, (one) => verifier.verify(inbound(one))),
    check: expecting(expected),
  };
}
