import { createSecretKey, randomBytes, randomInt, randomUUID, timingSafeEqual } from 'node:crypto';
import { basic } from '@countersign/basic';
import { bearer } from '@countersign/bearer';
import { type Account, fromNode, hashSecret, memoryDirectory } from '@countersign/core';
import { SignJWT } from 'jose';
import { digests } from '../by-hand.ts';
import type { Contestant, RowMaker } from '../measure/row.ts';
import { nodeRequest, verifies } from '../requests.ts';

const SECRET = 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy';
// As many requests for each, whosever they are, so that what grows is what is looked through, not what is sent.
const REQUESTS = 10_000;

/** The time of one verification, as there are more accounts and more remembered tokens. */
export const growth: RowMaker = {
  id: 'growth',
  async *rows(size) {
    const operations = size === 'full' ? 20_000 : 1_000;
    const secret = await hashSecret(SECRET, { algorithm: 'sha256' });
    const accounts = size === 'full' ? [1_000, 100_000, 1_000_000] : [1_000];
    yield {
      name: 'Basic, as accounts grow, any of them',
      operations,
      contestants: [
        amongAccounts(10, secret),
        ...accounts.map((count) => amongAccounts(count, secret)),
        byHandAmong(10),
        ...accounts.map(byHandAmong),
      ],
    };

    const contestants: [Contestant, ...Contestant[]] = [await amongTokens(10)];
    for (const count of size === 'full' ? [1_000, 10_000, 100_000] : [1_000]) {
      contestants.push(await amongTokens(count));
    }
    yield { name: 'Bearer, seen before, as remembered tokens grow, any of them', operations, contestants };
  },
};

/** Of so many, as often as there are requests, in no order. */
function anyOf(count: number): number[] {
  return Array.from({ length: REQUESTS }, () => randomInt(count));
}

const idOf = (index: number) => `site-${index}`;

function amongAccounts(count: number, secret: string): Contestant {
  const accounts = Array.from(
    { length: count },
    (_, index): Account => ({ id: idOf(index), secrets: [secret] }),
  );
  const verifier = basic({ directory: memoryDirectory(accounts), realm: 'Bench' });
  const requests = anyOf(count).map((index) => {
    const pair = Buffer.from(`${idOf(index)}:${SECRET}`).toString('base64');
    return nodeRequest({ Authorization: `Basic ${pair}` });
  });
  return verifies(`${count.toLocaleString('en')} accounts`, verifier, requests);
}

/** What the machine itself takes longer for, where all does not lie at hand any more: a Map, and a hash. */
function byHandAmong(count: number): Contestant {
  const stored = new Map(
    Array.from({ length: count }, (_, index) => [idOf(index), { digest: digests.byWayOfText(SECRET) }]),
  );
  const asked = anyOf(count).map((index) => Buffer.from(`${idOf(index)}:${SECRET}`).toString('base64'));
  return {
    name: `by hand, ${count.toLocaleString('en')} accounts`,
    once(index) {
      const pair = Buffer.from(asked[index % REQUESTS] ?? '', 'base64').toString();
      const colon = pair.indexOf(':');
      const digest = stored.get(pair.slice(0, colon))?.digest;
      if (!digest || !timingSafeEqual(digest, digests.byWayOfText(pair.slice(colon + 1))))
        throw new Error('the right pair was refused');
    },
  };
}

async function amongTokens(count: number): Promise<Contestant> {
  const key = createSecretKey(randomBytes(32));
  const verifier = bearer({
    keys: [{ key }],
    algorithms: ['HS256'],
    maxLifetimeSeconds: 3600,
    rememberedTokens: count,
  });
  const seen: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('site')
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(key);
    await verifier.verify(fromNode(nodeRequest({ Authorization: `Bearer ${token}` })));
    seen.push(token);
  }
  const requests = anyOf(count).map((index) => nodeRequest({ Authorization: `Bearer ${seen[index]}` }));
  return verifies(`${count.toLocaleString('en')} tokens`, verifier, requests);
}
