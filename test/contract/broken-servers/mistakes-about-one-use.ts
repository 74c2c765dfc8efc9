import { setTimeout as delay } from 'node:timers/promises';
import type { Mistake } from './mistake.ts';
import { type ReadToken, rightSteps, type TokenAccount, type TokenSteps } from './token-server.ts';

const right = rightSteps();
const lenient = (text: string) => Buffer.from(text, 'base64');

/** Remembers what this makes of a token. */
function remembering(keyOf: (token: ReadToken, account: TokenAccount) => string): TokenSteps['claim'] {
  const used = new Set<string>();
  return (token, account) => {
    const key = keyOf(token, account);
    return !used.has(key) && used.add(key).has(key);
  };
}

/** Mistakes about one use of a token. */
export const aboutOneUse: readonly Mistake<TokenSteps>[] = [
  {
    mistake: 'remembers nothing',
    steps: { claim: () => true },
    fails: ['accepts-a-replay', 'accepts-a-race'],
  },
  {
    mistake: 'looks whether a token was used, and then notes that it is',
    steps: {
      claim: (() => {
        const used = new Set<string>();
        return async ({ tranKey }: ReadToken) => {
          const seen = used.has(tranKey);
          await delay(50);
          used.add(tranKey);
          return !seen;
        };
      })(),
    },
    fails: ['accepts-a-race'],
  },
  {
    mistake: 'remembers nonces alone',
    steps: { claim: remembering(({ nonce }) => nonce) },
    fails: ['remembers-the-nonce-alone', 'shares-nonces-between-accounts'],
  },
  {
    mistake: 'remembers nonce and seed for all accounts together',
    steps: { claim: remembering(({ nonce, seed }) => `${nonce} ${seed}`) },
    fails: ['shares-nonces-between-accounts'],
  },
  {
    mistake: 'notes a token before it looks at the digest',
    steps: {
      judge: (() => {
        const claim = remembering(({ nonce, seed }, { id }) => `${id} ${nonce} ${seed}`);
        return async (steps: TokenSteps, token: ReadToken) => {
          const of = steps.find(token.login);
          const fresh = of ? claim(token, of) : true;
          return fresh ? right.judge({ ...steps, claim: () => true }, token) : 103;
        };
      })(),
    },
    fails: ['burns-a-token-before-the-proof'],
  },
  {
    mistake: 'decodes base64 leniently, and remembers digests',
    steps: {
      decodeDigest: lenient,
      decodeNonce: lenient,
      claim: remembering(({ digest }, { id }) => `${id} ${digest.toString('hex')}`),
    },
    fails: ['takes-base64-in-another-spelling', 'takes-a-nonce-that-is-no-base64'],
  },
  {
    mistake: 'decodes base64 leniently, and remembers texts',
    steps: { decodeDigest: lenient, decodeNonce: lenient },
    fails: [
      'takes-a-used-token-in-another-spelling',
      'takes-base64-in-another-spelling',
      'takes-a-nonce-that-is-no-base64',
    ],
  },
  {
    mistake: 'remembers nonce and seed, and reads years of six digits',
    steps: {
      timeOf: (seed) => right.timeOf(seed.replace(/^\+00/, '')),
      claim: remembering(({ nonce, seed }, { id }) => `${id} ${nonce} ${seed}`),
    },
    fails: ['takes-a-moved-boundary'],
  },
  {
    mistake: 'keeps the token of a request where the next one finds it',
    steps: {
      judge: (() => {
        let current: ReadToken | undefined;
        return async (steps: TokenSteps, token: ReadToken) => {
          current = token;
          await delay(5);
          return right.judge(steps, current);
        };
      })(),
    },
    fails: ['mixes-up-requests'],
  },
];
