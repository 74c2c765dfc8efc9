import { expect, test } from 'vitest';
import { post } from './support/call.ts';
import { freePort } from './support/free-port.ts';
import { placetopayAuth } from './support/placetopay-auth.ts';
import { describeWithRedis, startRedis } from './support/redis-server.ts';
import { startSource } from './support/running-program.ts';

describeWithRedis('cluster-redis', () => {
  test('two processes accept a request once between them, and none without Redis', async () => {
    await using redis = await startRedis();
    const ports = [await freePort(), await freePort()];
    const env = { PORTS: ports.join(' '), REDIS_URL: redis.url };
    const program = startSource('examples/cluster-redis/start.ts', [], env);
    try {
      for (const port of ports) await program.printed(new RegExp(`http:.*:${port}`));
      const send = (port: number | undefined, auth: object) =>
        post(`http://127.0.0.1:${port}/microsite/debts`, { auth });

      for (let round = 0; round < 20; round += 1) {
        const auth = placetopayAuth();
        const answers = await Promise.all(ports.map((port) => send(port, auth)));
        expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
        for (const port of ports) expect((await send(port, auth)).status).toBe(401);
      }
      for (const port of ports) expect((await send(port, placetopayAuth())).status).toBe(200);

      await redis.stop();
      const auth = placetopayAuth();
      for (const port of ports) {
        const { status, headers } = await send(port, auth);
        expect({ status, retryAfter: headers['retry-after'] }).toEqual({ status: 503, retryAfter: '1' });
      }
      await redis.start();
      for (const port of ports) {
        const again = async () => (await send(port, placetopayAuth())).status;
        await expect.poll(again, { timeout: 30_000 }).toBe(200);
        expect((await send(port, auth)).status).toBe(401);
      }
    } finally {
      await program.stop();
    }
  });
});
