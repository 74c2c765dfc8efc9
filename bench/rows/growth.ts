import { createSecretKey, randomBytes, randomUUID } from 'node:crypto';
import { basic } from '@countersign/basic';
import { bearer } from '@countersign/bearer';
import { type Account, fromNode, hashSecret, memoryDirectory } from '@countersign/core';
import type { Request } from 'express';
import { SignJWT } from 'jose';
import type { Contestant, RowMaker } from '../measure/row.ts';
import { nodeRequest, verifies } from '../requests.ts';

const SECRET = 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy';
// As many as are asked for in turn, so that what grows is what is looked through, not what is sent.
const ASKED_FOR = 10;

/** The time of one verification, as there are more accounts and more remembered tokens. */
export const growth: RowMaker = {
  id: 'growth',
  async *rows(size) {
    const operations = size === 'full' ? 20_000 : 1_000;
    const [least, ...more] = size === 'full' ? [10, 1_000, 100_000, 1_000_000] : [10, 1_000];
    const secret = await hashSecret(SECRET, { algorithm: 'sha256' });
    yield {
      name: 'Basic, as accounts grow',
      operations,
      contestants: [
        amongAccounts(least ?? ASKED_FOR, secret),
        ...more.map((count) => amongAccounts(count, secret)),
      ],
    };

    const [fewest, ...others] = size === 'full' ? [10, 1_000, 10_000, 100_000] : [10, 1_000];
    const contestants: [Contestant, ...Contestant[]] = [await amongTokens(fewest ?? ASKED_FOR)];
    for (const count of others) contestants.push(await amongTokens(count));
    yield { name: 'Bearer, seen before, as remembered tokens grow', operations, contestants };
  },
};

function amongAccounts(count: number, secret: string): Contestant {
  const accounts = Array.from(
    { length: count },
    (_, index): Account => ({ id: `site-${index}`, secrets: [secret] }),
  );
  const verifier = basic({ directory: memoryDirectory(accounts), realm: 'Bench' });
  const step = Math.max(1, Math.floor(count / ASKED_FOR));
  const requests = Array.from({ length: ASKED_FOR }, (_, index) => {
    const pair = Buffer.from(`site-${(index * step) % count}:${SECRET}`).toString('base64');
    return nodeRequest({ Authorization: `Basic ${pair}` });
  });
  return verifies(`${count.toLocaleString('en')} accounts`, verifier, requests);
}

async function amongTokens(count: number): Promise<Contestant> {
  const key = createSecretKey(randomBytes(32));
  const verifier = bearer({
    keys: [{ key }],
    algorithms: ['HS256'],
    maxLifetimeSeconds: 3600,
    rememberedTokens: count,
  });
  const requests: Request[] = [];
  for (let made = 0; made < count; made += 1) {
    const token = await new SignJWT()
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('site')
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(key);
    const request = nodeRequest({ Authorization: `Bearer ${token}` });
    await verifier.verify(fromNode(request));
    if (requests.length < ASKED_FOR) requests.push(request);
  }
  return verifies(`${count.toLocaleString('en')} tokens`, verifier, requests);
}
