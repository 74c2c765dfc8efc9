import { createSecretKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { basic } from '@countersign/basic';
import { bearer, memoryRevocationList } from '@countersign/bearer';
import { hashSecret, memoryDirectory, type Verifier } from '@countersign/core';
import { SignJWT } from 'jose';
import type { Expected } from '../measure/expecting.ts';
import type { Contestant, Row, RowMaker } from '../measure/row.ts';
import { nodeRequest, verifies } from '../requests.ts';
import { certificatesRefused } from './certificates-refused.ts';
import { messagesRefused, tokensRefused } from './tokens-refused.ts';

/** What it costs to say no, beside what it costs to say yes. */
export const refusals: RowMaker = {
  id: 'refusals',
  async *rows(size) {
    yield await basicRow(size === 'full' ? 20_000 : 1_000);
    yield await bearerRow(size === 'full' ? 2_000 : 100);
    yield tokensRefused(size);
    yield messagesRefused(size);
    yield await certificatesRefused(size);
  },
};

async function basicRow(operations: number): Promise<Row> {
  const secret = 'hJ5RobYx9r7FfNwCvHY9LXHqqr+FEzrc7aJvQQk4Gaz1mg7Ryy';
  const secrets = [await hashSecret(secret, { algorithm: 'sha256' })];
  const verifier = basic({ directory: memoryDirectory([{ id: 'site', secrets }]), realm: 'Bench' });
  const sent = (name: string, authorization: string, expected: Expected) =>
    contestant(name, verifier, [authorization], expected);
  const pair = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  return {
    name: 'Basic, what is refused',
    operations,
    contestants: [
      sent('accepted', pair(`site:${secret}`), 'accepted'),
      sent('a wrong secret', pair(`site:${secret.toLowerCase()}`), 'rejected'),
      sent('an unknown account', pair(`nobody:${secret}`), 'rejected'),
      sent('a malformed header', 'Basic not base64', 'rejected'),
      sent('a header of 16 KB', pair('x'.repeat(12_000)), 'rejected'),
    ],
  };
}

/** Beside a token that comes for the first time: what is refused is never remembered. */
async function bearerRow(operations: number): Promise<Row> {
  const key = createSecretKey(randomBytes(32));
  const verifier = bearer({
    keys: [{ key }],
    algorithms: ['HS256'],
    maxLifetimeSeconds: 3600,
    revocations: memoryRevocationList(),
    psuIpAddress: {},
    directory: memoryDirectory([{ id: 'site' }]),
    rememberedTokens: 64,
  });
  const right = await Promise.all(Array.from({ length: 1_024 }, () => tokenOf(key)));
  const nobodys = await Promise.all(Array.from({ length: 1_024 }, () => tokenOf(key, 'nobody')));
  const forged = await tokenOf(createSecretKey(randomBytes(32)));
  const sent = (name: string, tokens: readonly string[], expected: Expected) =>
    contestant(
      name,
      verifier,
      tokens.map((token) => `Bearer ${token}`),
      expected,
    );
  return {
    name: 'Bearer, HS256, what is refused',
    operations,
    contestants: [
      sent('accepted, seen for the first time', right, 'accepted'),
      sent('a wrong signature', [forged], 'rejected'),
      sent('of an unknown account, seen for the first time', nobodys, 'rejected'),
      sent('not a token', ['x'.repeat(300)], 'rejected'),
      sent('a header of 16 KB', ['x'.repeat(16_000)], 'rejected'),
    ],
  };
}

/** The address is what a token is asked for; Basic does not look at it. */
function contestant(
  name: string,
  verifier: Verifier,
  authorizations: readonly string[],
  expected: Expected,
): Contestant {
  const requests = authorizations.map((Authorization) =>
    nodeRequest({ Authorization, 'PSU-IP-Address': '111.111.11.111' }),
  );
  return verifies(name, verifier, requests, expected);
}

function tokenOf(key: KeyObject, subject = 'site'): Promise<string> {
  return new SignJWT({ scope: 'accounts' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(subject)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(key);
}
