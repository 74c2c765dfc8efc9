import { memoryDirectory } from '@countersign/core';
import { guard } from '@countersign/express';
import { placetopay } from '@countersign/providers';
import { redisReplayGuard } from '@countersign/redis';
import express from 'express';
import { expect, test } from 'vitest';
import { post } from '../support/call.ts';
import { listening } from '../support/listening.ts';
import { placetopayAuth } from '../support/placetopay-auth.ts';
import { clientKinds } from '../support/redis-clients.ts';
import { describeWithRedis, startRedis } from '../support/redis-server.ts';

const TIMEOUT_MS = 300;
// For a machine that is busy with other tests; a request that is never answered takes longer.
const SLACK_MS = 5000;

describeWithRedis.each(clientKinds)(
  'an application behind placetopay and a Redis over $kind',
  ({ connected }) => {
    async function application(port: number) {
      const redis = await connected({ port });
      const verifier = placetopay({
        directory: memoryDirectory([{ id: 'siteLogin', secrets: ['siteSecretKey'] }]),
        replay: redisReplayGuard({
          client: redis.client,
          timeoutMilliseconds: TIMEOUT_MS,
          onWarning: () => {},
        }),
      });
      const app = express().post('/', guard(verifier), (_req, res) => void res.json({ ok: true }));
      const server = await listening(app);
      return {
        send: (auth = placetopayAuth()) => post(`http://127.0.0.1:${server.port}/`, { auth }),
        async [Symbol.asyncDispose]() {
          await server[Symbol.asyncDispose]();
          redis[Symbol.dispose]();
        },
      };
    }

    test.each(['killed', 'hanging'] as const)(
      '%s: 503 with Retry-After in time, and 200 again without a restart',
      async (outage) => {
        await using redis = await startRedis();
        await using app = await application(redis.port);
        expect((await app.send()).status).toBe(200);

        if (outage === 'killed') await redis.stop();
        else redis.pause();
        const started = performance.now();
        const answers = await Promise.all(Array.from({ length: 50 }, () => app.send()));
        expect(performance.now() - started).toBeLessThan(TIMEOUT_MS + SLACK_MS);
        for (const { status, headers, json } of answers) {
          expect({ status, retryAfter: headers['retry-after'] }).toEqual({ status: 503, retryAfter: '1' });
          expect(json).toMatchObject({ status: { status: 'FAILED' } });
        }

        if (outage === 'killed') await redis.start();
        else redis.resume();
        await expect.poll(async () => (await app.send()).status, { timeout: 30_000 }).toBe(200);
      },
    );

    test('of one request sent to two applications at once, one is accepted', async () => {
      await using redis = await startRedis();
      await using one = await application(redis.port);
      await using other = await application(redis.port);
      const auth = placetopayAuth();
      const answers = await Promise.all([one, other, one, other].map((app) => app.send(auth)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
      expect((await other.send(auth)).status).toBe(401);
    });

    test('Redis is emptied: what was accepted is not accepted again', async () => {
      await using redis = await startRedis();
      await using app = await application(redis.port);
      const auth = placetopayAuth();
      expect((await app.send(auth)).status).toBe(200);
      using admin = await connected(redis);
      await admin.send('FLUSHALL');
      expect((await app.send(auth)).status).toBe(503);
      expect((await app.send(auth)).status).toBe(401);
      await expect.poll(async () => (await app.send()).status, { timeout: 30_000 }).toBe(200);
    });
  },
);
