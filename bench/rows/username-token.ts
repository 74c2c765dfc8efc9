import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromNode, type ReplayGuard, sqliteReplayGuard } from '@countersign/core';
import { redisReplayGuard } from '@countersign/redis';
import { soapUsernameToken, usernameToken as tokenVerifier } from '@countersign/username-token';
import { Redis } from 'ioredis';
import { SaxesParser } from 'saxes';
import { startRedis } from '../../test/support/redis-server.ts';
import { digests } from '../by-hand.ts';
import type { Contestant, RowMaker } from '../measure/row.ts';
import { nodeRequest } from '../requests.ts';
import { soapMessage } from '../soap-message.ts';
import {
  checkByHand,
  type Token,
  tokenDirectory,
  tokenGuard,
  verifiesTokens,
  withNewTokens,
} from '../tokens.ts';

const IN_FLIGHT = 64;

/** From a parsed body to a verdict, by replay guard; and from the bytes of a SOAP message. */
export const usernameToken: RowMaker = {
  id: 'username-token',
  async *rows(size) {
    const operations = size === 'full' ? 10_000 : 500;
    const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
    const sqlite = sqliteReplayGuard({ path: join(folder, 'replay.sqlite') });
    yield {
      name: 'username token, parsed body to verdict',
      operations,
      contestants: [
        floor(),
        withNewTokens('the same, the digest by way of a text', parsed, ({ auth }) =>
          checkByHand(auth, digests.byWayOfText),
        ),
        ours('ours, memory guard', tokenGuard()),
        verifiesTokens(
          'the same, fromNode of a request with that body included',
          verifierWith(tokenGuard()),
          (token) => Object.assign(jsonRequest(), { body: parsed(token) }),
          (request) => fromNode(request),
        ),
        { ...ours(`ours, SQLite guard, ${IN_FLIGHT} in flight`, sqlite), inFlight: IN_FLIGHT },
      ],
      close() {
        sqlite.close();
        rmSync(folder, { recursive: true });
      },
    };

    const soap = soapUsernameToken({ directory: tokenDirectory, replay: tokenGuard() });
    const headers = { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: '""' };
    yield {
      name: 'username token over SOAP, bytes of a message of 2 KB to verdict',
      operations: size === 'full' ? 2_000 : 100,
      contestants: [
        withNewTokens('floor: saxes, and all of the floor above', soapMessage, (bytes) =>
          checkByHand(tokenIn(bytes)),
        ),
        verifiesTokens(
          'ours, memory guard',
          soap,
          (token) =>
            fromNode(nodeRequest(headers), { body: { kind: 'unsupported', raw: soapMessage(token) } }),
          (request) => request,
        ),
      ],
    };

    await using redis = await startRedis();
    const client = new Redis(redis.port);
    yield {
      name: 'username token, claimed in Redis',
      operations,
      contestants: [
        floor(),
        {
          ...ours(`ours, Redis guard, ${IN_FLIGHT} in flight`, redisReplayGuard({ client })),
          inFlight: IN_FLIGHT,
        },
      ],
      close: () => client.disconnect(),
    };
  },
};

/** What JSON.parse made is what a body parser leaves. */
function floor(): Contestant {
  return withNewTokens('floor: decode, SHA-256, timingSafeEqual, no claim', parsed, ({ auth }) =>
    checkByHand(auth),
  );
}

function verifierWith(replay: ReplayGuard) {
  return tokenVerifier({ directory: tokenDirectory, replay });
}

function ours(name: string, replay: ReplayGuard): Contestant {
  return verifiesTokens(
    name,
    verifierWith(replay),
    (token) => fromNode(jsonRequest(), { body: { kind: 'json', value: parsed(token) } }),
    (request) => request,
  );
}

function parsed(token: Token): { auth: Token } {
  return JSON.parse(JSON.stringify({ auth: token })) as { auth: Token };
}

function jsonRequest() {
  return nodeRequest({ 'Content-Type': 'application/json' });
}

const partOf = new Map([
  ['Username', 'login'],
  ['Password', 'tranKey'],
  ['Nonce', 'nonce'],
  ['Created', 'seed'],
] as const) as ReadonlyMap<string, keyof Token>;

/** The token of a message, with namespaces minded, and nothing else of it looked at. */
function tokenIn(bytes: Buffer): Token {
  const token = { login: '', tranKey: '', nonce: '', seed: '' };
  let part: keyof Token | undefined;
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on('opentag', ({ local }) => {
    part = partOf.get(local);
  });
  parser.on('text', (text) => {
    if (part) token[part] += text;
  });
  parser.on('closetag', () => {
    part = undefined;
  });
  parser.write(bytes.toString('utf8')).close();
  return token;
}
