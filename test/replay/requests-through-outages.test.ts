import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { call } from '../support/call.ts';
import { freePort } from '../support/free-port.ts';
import { describeWithRedis, startRedis } from '../support/redis-server.ts';
import { type RunningProgram, startSource } from '../support/running-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { anyOf, requestsThroughOutages } from './requests-through-outages.ts';

// What the examples allow for an answer of Redis, and more for a machine that is busy with other tests: a request that
// is never answered takes longer.
const IN_TIME_MS = 1000 + 5000;
const SECONDS = 8;
const ANSWERS = ['200', '401', '503'];

describeWithRedis('processes that are killed, on a Redis that is killed and hangs', () => {
  test('accept no token twice, and answer every request in time', async () => {
    await using redis = await startRedis();
    const ports = await Promise.all([freePort(), freePort(), freePort()]);
    const running = new Map<number, RunningProgram>();
    async function start(port: number): Promise<void> {
      const env = { PORT: String(port), REDIS_URL: redis.url };
      const program = startSource('examples/cluster-redis/server.ts', [], env);
      await program.printed(/^http:/m);
      running.set(port, program);
    }
    await Promise.all(ports.map(start));

    try {
      const findings = await requestsThroughOutages({
        urls: ports.map((port) => `http://127.0.0.1:${port}/microsite/debts`),
        seconds: SECONDS,
        troubles: [
          async function killAProcess() {
            await setTimeout(Math.random() * 1500);
            const port = anyOf(ports) ?? 0;
            await running.get(port)?.stop('SIGKILL');
            await start(port);
          },
          async function troubleRedis() {
            await setTimeout(1000 + Math.random() * 1000);
            if (Math.random() < 0.5) {
              await redis.stop();
              await setTimeout(Math.random() * 500);
              await redis.start();
            } else {
              redis.pause();
              await setTimeout(Math.random() * 1500);
              redis.resume();
            }
          },
        ],
      });
      expect(findings).toMatchObject({ acceptedTwice: 0, withoutRetryAfter: 0 });
      expect(ANSWERS).toEqual(expect.arrayContaining(Object.keys(findings.statuses)));
      expect(findings.statuses[200]).toBeGreaterThan(20);
      expect(findings.statuses[401]).toBeGreaterThan(20);
      expect(findings.unanswered).toBeGreaterThan(0);
      expect(findings.slowest).toBeLessThan(IN_TIME_MS);
    } finally {
      await Promise.all([...running.values()].map((program) => program.stop('SIGKILL')));
    }
  });
});

test('workers that are killed, on one SQLite file, accept no token twice, and answer every request', async () => {
  const port = await freePort();
  const env = {
    PORT: String(port),
    REPLAY_FILE: join(temporaryFolder(), 'replay.sqlite'),
    // Each worker accepts connections itself. The primary, where it deals them out, never closes one that was on its
    // way to a worker that is killed: its client waits for ever, whatever the worker runs.
    NODE_CLUSTER_SCHED_POLICY: 'none',
  };
  const program = startSource('examples/cluster-sqlite/server.ts', [], env);
  await program.printed(/4 workers/);
  const url = `http://127.0.0.1:${port}/microsite/debts`;
  try {
    const findings = await requestsThroughOutages({
      urls: [url, url, url],
      seconds: SECONDS,
      troubles: [
        async function killAWorker() {
          await setTimeout(Math.random() * 1500);
          const { headers } = await call(url).catch(() => ({ headers: {} as Record<string, string> }));
          const worker = Number(headers['x-worker']);
          if (worker > 0) process.kill(worker, 'SIGKILL');
        },
      ],
    });
    expect(findings).toMatchObject({ acceptedTwice: 0, withoutRetryAfter: 0 });
    expect(ANSWERS).toEqual(expect.arrayContaining(Object.keys(findings.statuses)));
    expect(findings.statuses[200]).toBeGreaterThan(100);
    expect(findings.unanswered).toBeGreaterThan(0);
    expect(findings.slowest).toBeLessThan(IN_TIME_MS);
  } finally {
    await program.stop();
  }
});
