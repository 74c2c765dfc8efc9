import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { ProfileName } from '@countersign/contract';
import { runContract } from '@countersign/contract';
import { expect, test } from 'vitest';
import {
  bearerCredentials,
  bearerServer,
  keyPair,
  rightSteps as rightBearer,
} from './broken-servers/bearer-server.ts';
import {
  fromAuthorization,
  pairCredentials,
  pairServer,
  refuse,
  rightSteps as rightPair,
} from './broken-servers/pair-server.ts';
import {
  rightSteps as rightTokenEndpoint,
  tokenEndpointCredentials,
  tokenEndpointServer,
} from './broken-servers/token-endpoint-server.ts';
import {
  refuse as refuseToken,
  rightSteps as rightToken,
  tokenCredentials,
  tokenServer,
} from './broken-servers/token-server.ts';

// What the RFCs leave to a server is no mistake.
const { kid: _, ...signing } = bearerCredentials.signing;
let served = 0;

test.each<{ server: string; profile: ProfileName; listener: RequestListener; credentials: object }>([
  {
    server: 'names and counts its refusals',
    profile: 'basic',
    listener: pairServer({
      ...rightPair,
      presented: fromAuthorization,
      refuse(response, status) {
        response.setHeader('X-Correlation-Id', randomBytes(8).toString('hex'));
        response.setHeader('RateLimit-Remaining', 10_000 - ++served);
        refuse(response, status, { said: `{"requestId":"req_${randomBytes(6).toString('hex')}"}` });
      },
    }),
    credentials: pairCredentials,
  },
  {
    server: 'has one key without a name',
    profile: 'bearer',
    listener: bearerServer({ keyOf: () => keyPair.publicKey }),
    credentials: { ...bearerCredentials, signing },
  },
  {
    server: 'takes a sign that no token is made of for a bad request',
    profile: 'bearer',
    listener: bearerServer({
      async presented(request) {
        const presented = await rightBearer.presented(request);
        return presented.kind === 'token' && !/^[\w.~+/-]+=*$/.test(presented.token)
          ? { kind: 'malformed' }
          : presented;
      },
    }),
    credentials: bearerCredentials,
  },
  {
    server: 'answers 400 to who sent no client',
    profile: 'token-endpoint',
    listener: (request, response) =>
      request.headers.authorization === undefined
        ? void response
            .writeHead(400, rightTokenEndpoint.headers(400))
            .end(JSON.stringify({ error: 'invalid_client' }))
        : tokenEndpointServer()(request, response),
    credentials: tokenEndpointCredentials,
  },
  {
    server: 'knows no other method',
    profile: 'username-token',
    listener: tokenServer({
      ...rightToken(),
      refuse: (response, code, { body }) =>
        code === 405 ? void response.writeHead(501).end() : refuseToken(response, code, body),
    }),
    credentials: tokenCredentials,
  },
])('a server that $server fails nothing of $profile', async ({ profile, listener, credentials }) => {
  const { results } = await runContract({ target: listener, profile, credentials, concurrency: 1 });
  expect(
    results.filter(({ outcome }) => outcome === 'failed').map(({ id, reason }) => `${id}: ${reason}`),
  ).toEqual([]);
});
